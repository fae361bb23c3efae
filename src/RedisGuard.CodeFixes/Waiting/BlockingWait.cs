using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RedisGuard.CodeFixes.Waiting;

/// <summary>A wait that holds its thread, written around the call whose task it waits for.</summary>
/// <param name="Task">The task as it is waited for: the call, with its <c>ConfigureAwait</c>.</param>
/// <param name="Whole">The wait with everything in it.</param>
internal sealed record BlockingWait(ExpressionSyntax Task, ExpressionSyntax Whole)
{
    /// <summary>Null where nothing waits, or only for a time.</summary>
    public static BlockingWait? Around(InvocationExpressionSyntax call)
    {
        ExpressionSyntax task = call;
        while (true)
        {
            ExpressionSyntax outer = Acquisition.WithParentheses(task);
            switch (outer.Parent)
            {
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" or "AsTask", Parent: InvocationExpressionSyntax dressed }:
                    task = dressed;
                    break;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } result:
                    return new BlockingWait(task, result);
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait", Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } wait }:
                    return new BlockingWait(task, wait);
                case MemberAccessExpressionSyntax
                {
                    Name.Identifier.ValueText: "GetAwaiter",
                    Parent: InvocationExpressionSyntax { Parent: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetResult", Parent: InvocationExpressionSyntax result } },
                }:
                    return new BlockingWait(task, result);
                case ArgumentSyntax { Parent: ArgumentListSyntax { Arguments.Count: 1, Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" } } wait } }:
                    return new BlockingWait(task, wait);
                default:
                    return null;
            }
        }
    }

    /// <summary>The call under another name.</summary>
    public static InvocationExpressionSyntax? Renamed(InvocationExpressionSyntax call, string name) => call.Expression switch
    {
        MemberAccessExpressionSyntax { Name: IdentifierNameSyntax old } access => call.WithExpression(access.WithName(SyntaxFactory.IdentifierName(name).WithTriviaFrom(old))),
        IdentifierNameSyntax old => call.WithExpression(SyntaxFactory.IdentifierName(name).WithTriviaFrom(old)),
        _ => null,
    };
}
