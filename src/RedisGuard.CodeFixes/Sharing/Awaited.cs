using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary>An await in the place of another expression.</summary>
internal static class Awaited
{
    /// <summary><c>await task</c>, in parentheses where the place asks something of the result.</summary>
    public static ExpressionSyntax In(ExpressionSyntax place, ExpressionSyntax task)
    {
        ExpressionSyntax awaiting = AwaitExpression(Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(Space), task);
        return place.Parent switch
        {
            MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or InvocationExpressionSyntax => ParenthesizedExpression(awaiting),
            ConditionalAccessExpressionSyntax conditional when conditional.Expression == place => ParenthesizedExpression(awaiting),
            _ => awaiting,
        };
    }
}
