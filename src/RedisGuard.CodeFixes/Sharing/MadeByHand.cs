using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary>Finds types that the project's own code makes, or derives from: their constructors have callers that one more parameter would break.</summary>
internal static class MadeByHand
{
    public static bool Is(INamedTypeSymbol type, SiteContext context) => context.Model.Compilation.SyntaxTrees.Any(tree => IsIn(tree, type, context));

    private static bool IsIn(SyntaxTree tree, INamedTypeSymbol type, SiteContext context)
    {
        foreach (SyntaxNode node in tree.GetRoot(context.CancellationToken).DescendantNodes())
        {
            switch (node)
            {
                case ObjectCreationExpressionSyntax { Type: var made } when NameOf(made) == type.Name:
                case BaseTypeSyntax { Type: var derived } when NameOf(derived) == type.Name:
                    return true;
                case ImplicitObjectCreationExpressionSyntax made when IsOf(made, type, context):
                    return true;
            }
        }

        return false;
    }

    private static bool IsOf(ImplicitObjectCreationExpressionSyntax made, INamedTypeSymbol type, SiteContext context) =>
        made.SyntaxTree.GetRoot(context.CancellationToken).DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == type.Name)
        && SymbolEqualityComparer.Default.Equals(
            context.Model.Compilation.GetSemanticModel(made.SyntaxTree).GetTypeInfo(made, context.CancellationToken).Type, type);

    private static string NameOf(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => string.Empty,
    };
}
