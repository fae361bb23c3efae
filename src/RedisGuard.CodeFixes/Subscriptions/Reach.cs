using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.CodeFixes.Subscriptions;

/// <summary>Writes an expression of one member so that it means the same in another member of the type.</summary>
internal static class Reach
{
    /// <summary>The text; null where it depends on what only the one member has.</summary>
    public static string? TextOf(ExpressionSyntax expression, SiteContext context)
    {
        expression = Unwrap(expression);
        if (expression is IdentifierNameSyntax variable && context.SymbolOf(variable) is ILocalSymbol or IParameterSymbol && !IsPrimary(context.SymbolOf(variable)!, context))
        {
            return Behind(context.SymbolOf(variable)!, context);
        }

        if (expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetSubscriber", Expression: { } connection }, ArgumentList.Arguments.Count: 0 })
        {
            return TextOf(connection, context) is { } text ? text + ".GetSubscriber()" : null;
        }

        return expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().All(name => IsEverywhere(name, context)) ? expression.WithoutTrivia().ToString() : null;
    }

    private static ExpressionSyntax Unwrap(ExpressionSyntax expression)
    {
        while (expression is ParenthesizedExpressionSyntax parenthesized)
        {
            expression = parenthesized.Expression;
        }

        return expression;
    }

    private static bool IsEverywhere(IdentifierNameSyntax name, SiteContext context)
        => context.SymbolOf(name) is { } symbol && (symbol is not (ILocalSymbol or IParameterSymbol or IRangeVariableSymbol or IMethodSymbol { MethodKind: MethodKind.LocalFunction }) || IsPrimary(symbol, context));

    /// <summary>A primary constructor's parameter is a field in all but name.</summary>
    private static bool IsPrimary(ISymbol symbol, SiteContext context)
        => symbol is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor }
            && constructor.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax(context.CancellationToken) is TypeDeclarationSyntax);

    /// <summary>The member that a constructor keeps its parameter in, or what a local was declared with.</summary>
    private static string? Behind(ISymbol variable, SiteContext context)
    {
        if (variable is ILocalSymbol)
        {
            return variable.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.CancellationToken) is VariableDeclaratorSyntax { Initializer.Value: { } value }
                && value.SyntaxTree == context.Root.SyntaxTree
                ? TextOf(value, context)
                : null;
        }

        AssignmentExpressionSyntax? kept = variable.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.CancellationToken)
            .FirstAncestorOrSelf<ConstructorDeclarationSyntax>()?
            .DescendantNodes().OfType<AssignmentExpressionSyntax>()
            .FirstOrDefault(assignment => assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)
                && assignment.Right is IdentifierNameSyntax right
                && SymbolEqualityComparer.Default.Equals(context.SymbolOf(right), variable)
                && context.SymbolOf(assignment.Left) is IFieldSymbol or IPropertySymbol);
        return kept is null ? null : context.SymbolOf(kept.Left)!.Name;
    }
}
