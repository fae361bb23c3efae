using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.CodeFixes.Editing;

/// <summary>Removes a private field that nothing uses any more, with its documentation and, where they served it alone, its locks.</summary>
internal static class FieldRemoval
{
    public static void Remove(TrackedEdit edit, FieldDeclarationSyntax field)
    {
        if (edit.Current(field) is not { Parent: TypeDeclarationSyntax owner } current)
        {
            return;
        }

        Drop(edit, current);
        FieldDeclarationSyntax[] locks =
        [
            .. ((TypeDeclarationSyntax)field.Parent!).Members.OfType<FieldDeclarationSyntax>().Where(other => other != field && IsLock(other)),
        ];
        foreach (FieldDeclarationSyntax gate in locks)
        {
            string name = gate.Declaration.Variables[0].Identifier.ValueText;
            if (Mentions(field.Parent!, name) > 1 && edit.Current(gate) is { Parent: TypeDeclarationSyntax type } left && Mentions(type, name) == 1)
            {
                Drop(edit, left);
            }
        }
    }

    private static bool IsLock(FieldDeclarationSyntax field) =>
        field.Declaration.Variables.Count == 1
        && !field.Modifiers.Any(modifier => modifier.IsKind(SyntaxKind.PublicKeyword) || modifier.IsKind(SyntaxKind.InternalKeyword) || modifier.IsKind(SyntaxKind.ProtectedKeyword))
        && field.Declaration.Type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.ObjectKeyword } or IdentifierNameSyntax { Identifier.ValueText: "Lock" or "Object" };

    private static int Mentions(SyntaxNode type, string name) =>
        type.DescendantTokens().Count(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name);

    // The first member left takes no blank line over from the one that stood before it.
    private static void Drop(TrackedEdit edit, FieldDeclarationSyntax field)
    {
        var type = (TypeDeclarationSyntax)field.Parent!;
        int index = type.Members.IndexOf(field);
        if (index == 0 && type.Members.Count > 1)
        {
            MemberDeclarationSyntax next = type.Members[1];
            edit.Root = edit.Root.ReplaceNode(next, next.WithLeadingTrivia(next.GetLeadingTrivia().SkipWhile(Layout.IsEndOfLine)));
            field = type.Members.Count > 0 ? Again(edit, type, index) : field;
        }

        edit.Root = edit.Root.RemoveNode(field, SyntaxRemoveOptions.KeepUnbalancedDirectives)!;
    }

    private static FieldDeclarationSyntax Again(TrackedEdit edit, TypeDeclarationSyntax before, int index) =>
        (FieldDeclarationSyntax)edit.Root.DescendantNodes().OfType<TypeDeclarationSyntax>().First(type => type.SpanStart == before.SpanStart).Members[index];
}
