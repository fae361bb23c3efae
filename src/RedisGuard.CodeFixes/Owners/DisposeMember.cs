using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Owners;

/// <summary>The Dispose that an owner doesn't have yet, at its end: an override of the base type's, or one of its own.</summary>
internal static class DisposeMember
{
    public static bool TryAdd(TrackedEdit edit, TypeDeclarationSyntax declaration, INamedTypeSymbol type, ClosingText closing, SiteContext context)
    {
        if (declaration.CloseBraceToken.IsKind(SyntaxKind.None) || !Layout.StartsLine(declaration.CloseBraceToken) || LinesFor(type, closing) is not { } lines)
        {
            return false;
        }

        if (!IsDisposable(type) && !TryImplement(edit, declaration, closing.Sync.Length == 0 ? "System.IAsyncDisposable" : "System.IDisposable", context))
        {
            return false;
        }

        SyntaxTrivia lineEnd = Layout.LineEnd(edit.Root);
        string outside = Layout.IndentationOf(declaration);
        string inside = declaration.Members.Count > 0 && Layout.StartsLine(declaration.Members[0].GetFirstToken())
            ? Layout.IndentationOf(declaration.Members[0])
            : outside + Indentation.Step(outside, outside);
        string step = Indentation.Step(outside, inside);
        IEnumerable<string> laidOut = lines.Select(line => line.Length == 0 ? line : inside + line.Replace("    ", step));
        MemberDeclarationSyntax member = ParseMemberDeclaration(string.Concat(laidOut.Select(line => line + lineEnd)))!;
        edit.Replace(declaration, current => With(current, member, lineEnd));
        return true;
    }

    private static TypeDeclarationSyntax With(TypeDeclarationSyntax type, MemberDeclarationSyntax member, SyntaxTrivia lineEnd)
    {
        SyntaxList<MemberDeclarationSyntax> members = type.Members;
        if (members.Count == 0)
        {
            return type.WithMembers(SingletonList(member));
        }

        MemberDeclarationSyntax last = members[members.Count - 1];
        members = members.Replace(last, last.WithLineEnd(lineEnd)).Add(member.WithLeadingTrivia(member.GetLeadingTrivia().Prepend(lineEnd)));
        return type.WithMembers(members);
    }

    // null where a base type disposes in a way that leaves no room for more.
    private static string[]? LinesFor(INamedTypeSymbol type, ClosingText closing)
    {
        if (type.GetMembers().Any(member => Disposal.IsNamedSo(member.Name)))
        {
            return null;
        }

        // No array: spreading one would bind to System.Memory, which not every host has.
        if (closing.Sync.Length == 0)
        {
            return IsDisposable(type) ? null : ["public async ValueTask DisposeAsync()", "{", .. closing.Async.Select(line => "    " + line), "}"];
        }

        IEnumerable<string> body = closing.Sync.Select(line => "    " + line);
        if (!IsDisposable(type))
        {
            return InheritedNamed(type, "Dispose") is null ? ["public void Dispose()", "{", .. body, "}"] : null;
        }

        if (InheritedNamed(type, "Dispose", SpecialType.System_Boolean) is { } core)
        {
            return CanOverride(core) && core.DeclaredAccessibility == Accessibility.Protected
                ?
                [
                    "protected override void Dispose(bool disposing)", "{", "    if (disposing)", "    {", .. body.Select(line => "    " + line), "    }",
                    string.Empty, "    base.Dispose(disposing);", "}",
                ]
                : null;
        }

        return InheritedNamed(type, "Dispose") is { DeclaredAccessibility: Accessibility.Public } inherited && CanOverride(inherited)
            ? ["public override void Dispose()", "{", .. body, "    base.Dispose();", "}"]
            : null;
    }

    private static bool CanOverride(IMethodSymbol method) => (method.IsVirtual || method.IsOverride) && !method.IsSealed && !method.IsAbstract;

    private static IMethodSymbol? InheritedNamed(INamedTypeSymbol type, string name, params SpecialType[] parameters)
    {
        for (INamedTypeSymbol? current = type.BaseType; current is not null; current = current.BaseType)
        {
            IMethodSymbol? found = current.GetMembers(name).OfType<IMethodSymbol>()
                .FirstOrDefault(method => method.Parameters.Select(parameter => parameter.Type.SpecialType).SequenceEqual(parameters));
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    private static bool IsDisposable(INamedTypeSymbol type) => type.AllInterfaces.Any(implemented =>
        implemented.Name is "IDisposable" or "IAsyncDisposable" && implemented.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true });

    private static bool TryImplement(TrackedEdit edit, TypeDeclarationSyntax declaration, string name, SiteContext context)
    {
        if (context.Model.Compilation.GetTypeByMetadataName(name) is not { } disposable)
        {
            return false;
        }

        BaseTypeSyntax added = SimpleBaseType(context.TypeReference(disposable));
        edit.Replace(declaration, current => current.BaseList is { Types.Count: > 0 } list ? WithOneMore(current, list, added) : WithFirst(current, added));
        return true;
    }

    private static TypeDeclarationSyntax WithOneMore(TypeDeclarationSyntax type, BaseListSyntax list, BaseTypeSyntax added)
    {
        BaseTypeSyntax last = list.Types[list.Types.Count - 1];
        SeparatedSyntaxList<BaseTypeSyntax> types = list.Types.Replace(last, last.WithoutTrailingTrivia());
        return type.WithBaseList(list.WithTypes(SeparatedList(
            types.Append(added.WithTrailingTrivia(last.GetTrailingTrivia())),
            types.GetSeparators().Append(Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space)))));
    }

    private static TypeDeclarationSyntax WithFirst(TypeDeclarationSyntax type, BaseTypeSyntax added)
    {
        // What ended the head's line ends it still.
        SyntaxToken head = HeadEnd(type);
        SyntaxTriviaList trailing = head.TrailingTrivia;
        BaseListSyntax list = BaseList(
            Token(SyntaxKind.ColonToken).WithLeadingTrivia(Space).WithTrailingTrivia(Space),
            SingletonSeparatedList(added.WithTrailingTrivia(trailing)));
        return type.ReplaceToken(head, head.WithTrailingTrivia()).WithBaseList(list);
    }

    private static SyntaxToken HeadEnd(TypeDeclarationSyntax type) =>
        type.ParameterList?.CloseParenToken ?? type.TypeParameterList?.GreaterThanToken ?? type.Identifier;
}
