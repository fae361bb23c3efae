using System;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Racing;

/// <summary>
/// <c>LazyInitializer.EnsureInitialized(ref _m, f)</c> becomes <c>EnsureInitialized(ref _m, ref _mLock, f)</c>, the form that runs
/// the factory once. It makes the lock itself, so the field starts empty.
/// </summary>
internal static class InitializerLock
{
    public static bool TryApply(TrackedEdit edit, SiteContext context)
    {
        if (Factory.ArgumentAt(context.Site) is not { Parent: ArgumentListSyntax { Arguments: [{ NameColon: null } target, { NameColon: null }], Parent: InvocationExpressionSyntax call } arguments }
            || context.SymbolOf(call) is not IMethodSymbol { Name: "EnsureInitialized", ContainingType.Name: "LazyInitializer" }
            || context.SymbolOf(target.Expression) is not IFieldSymbol field
            || field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.CancellationToken)
                is not VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax declaration }
            || declaration.SyntaxTree != context.Root.SyntaxTree
            || !Layout.StartsLine(declaration.GetFirstToken()))
        {
            return false;
        }

        string name = NameFor(field, context);
        ExpressionSyntax gate = target.Expression is MemberAccessExpressionSyntax access
            ? access.WithName(IdentifierName(name))
            : IdentifierName(name);
        ArgumentSyntax argument = Argument(nameColon: null, Token(SyntaxKind.RefKeyword).WithTrailingTrivia(Space), gate.WithoutTrivia());
        SyntaxToken comma = arguments.Arguments.GetSeparator(0);
        bool apart = comma.TrailingTrivia.Any(Layout.IsEndOfLine);
        edit.Replace(arguments, current => current.WithArguments(SeparatedList(
            [current.Arguments[0], apart ? argument.WithLeadingTrivia(arguments.Arguments[1].GetLeadingTrivia()) : argument, current.Arguments[1]],
            [comma, comma])));

        edit.Root = edit.Root.InsertNodesAfter(edit.Current(declaration)!, [Declare(name, field, declaration, context)]);
        return true;
    }

    private static string NameFor(IFieldSymbol field, SiteContext context)
    {
        string[] taken = [.. context.Root.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText)];
        string name = field.Name + "Lock";
        for (int number = 2; Array.IndexOf(taken, name) >= 0 || field.ContainingType.GetMembers(name).Length > 0; number++)
        {
            name = field.Name + "Lock" + number.ToString(CultureInfo.InvariantCulture);
        }

        return name;
    }

    private static MemberDeclarationSyntax Declare(string name, IFieldSymbol field, FieldDeclarationSyntax neighbour, SiteContext context)
    {
        bool nullable = context.Model.GetNullableContext(neighbour.SpanStart).AnnotationsEnabled();
        string text = $"private {(field.IsStatic ? "static " : string.Empty)}object{(nullable ? "?" : string.Empty)} {name};";
        return ParseMemberDeclaration(text)!
            .WithLeadingTrivia(Whitespace(Layout.IndentationOf(neighbour)))
            .WithTrailingTrivia(Layout.LineEnd(context.Root));
    }
}
