using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.CodeFixes.Registrations;

/// <summary>Variables that an expression would carry into a delegate which runs later.</summary>
internal static class Captures
{
    /// <summary>Whether no variable in the expression is written anywhere but where it is declared, or closed at the end of its scope.</summary>
    public static bool AreSettled(ExpressionSyntax expression, SiteContext context)
    {
        foreach (IdentifierNameSyntax name in expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
        {
            if (context.SymbolOf(name) is { Kind: SymbolKind.Local or SymbolKind.Parameter } variable
                && !expression.Span.Contains(variable.DeclaringSyntaxReferences.FirstOrDefault()?.Span ?? default)
                && (IsDisposed(variable, context) || IsWritten(variable, name, context)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDisposed(ISymbol variable, SiteContext context) =>
        variable is ILocalSymbol { IsUsing: true }
        || variable.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.CancellationToken) is { Parent.Parent: UsingStatementSyntax };

    private static bool IsWritten(ISymbol variable, SyntaxNode place, SiteContext context)
    {
        SyntaxNode member = place.FirstAncestorOrSelf<MemberDeclarationSyntax>(node => node is not GlobalStatementSyntax) ?? context.Root;
        return member.DescendantNodes().OfType<IdentifierNameSyntax>().Any(use =>
            use.Identifier.ValueText == variable.Name
            && IsTarget(use)
            && SymbolEqualityComparer.Default.Equals(context.SymbolOf(use), variable));
    }

    private static bool IsTarget(IdentifierNameSyntax use) => use.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == use,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } => true,
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } => true,
        ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None } => true,
        ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } tuple } => assignment.Left == tuple,
        _ => false,
    };
}
