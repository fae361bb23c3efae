using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.CodeFixes.Closing;

/// <summary>Tells how a use of a connection closes it, and which statement does nothing else.</summary>
internal static class ClosingCall
{
    /// <summary>Whether a member of this name closes the connection it is called on.</summary>
    public static bool IsClosingName(string name) => name is "Dispose" or "DisposeAsync" or "Close" or "CloseAsync";

    /// <summary>The closing call on the connection that a use of it begins, or null: <c>m.Dispose()</c>, <c>m?.CloseAsync()</c>, <c>((IDisposable)m).Dispose()</c>.</summary>
    public static ExpressionSyntax? On(ExpressionSyntax connection)
    {
        ExpressionSyntax receiver = WithoutCasts(connection);
        return receiver.Parent switch
        {
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access
                when access.Expression == receiver && IsClosingName(access.Name.Identifier.ValueText) => call,
            ConditionalAccessExpressionSyntax conditional
                when conditional.Expression == receiver && ClosesFirst(conditional.WhenNotNull) => conditional,
            _ => null,
        };
    }

    /// <summary>The statement that consists of the closing alone, awaited or waited for in whatever way; null if there is more to it.</summary>
    public static StatementSyntax? StatementOf(ExpressionSyntax closing)
    {
        ExpressionSyntax expression = closing;
        while (true)
        {
            switch (expression.Parent)
            {
                case ParenthesizedExpressionSyntax or AwaitExpressionSyntax:
                    expression = (ExpressionSyntax)expression.Parent;
                    break;
                case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access
                    when access.Expression == expression && IsWaiting(access.Name.Identifier.ValueText):
                    expression = call;
                    break;
                case AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } discard:
                    expression = discard;
                    break;
                case ExpressionStatementSyntax statement:
                    return statement;
                default:
                    return null;
            }
        }
    }

    /// <summary>The use of a field with the <c>this.</c> before it.</summary>
    public static ExpressionSyntax WithInstance(IdentifierNameSyntax use) =>
        use.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access && access.Name == use ? access : use;

    /// <summary>The connection with the casts, parentheses and null-forgiveness around it.</summary>
    public static ExpressionSyntax WithoutCasts(ExpressionSyntax connection)
    {
        ExpressionSyntax outer = connection;
        while (outer.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax
            || outer.Parent is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression }
            || (outer.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AsExpression } conversion && conversion.Left == outer))
        {
            outer = (ExpressionSyntax)outer.Parent!;
        }

        return outer;
    }

    private static bool IsWaiting(string name) => name is "ConfigureAwait" or "AsTask" or "GetAwaiter" or "GetResult" or "Wait";

    // m?.DisposeAsync().AsTask().Wait(): what follows the «?.» begins with the closing member and then only waits.
    private static bool ClosesFirst(ExpressionSyntax whenNotNull)
    {
        string[] names = whenNotNull.DescendantNodesAndSelf()
            .Select(node => node switch
            {
                MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
                MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
                _ => string.Empty,
            })
            .Where(name => name.Length > 0)
            .ToArray();
        return names.Length > 0 && IsClosingName(names[names.Length - 1]) && names.Take(names.Length - 1).All(IsWaiting);
    }
}
