using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers;
using RedisGuard.CodeFixes.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace RedisGuard.CodeFixes.Sharing;

/// <summary>Expression that takes the place of one that opens a connection: the same connection, of the pool.</summary>
/// <param name="Opening">The expression that opens: the call, or what asks it for a database.</param>
/// <param name="Borrowing">What takes its place.</param>
internal readonly record struct PoolExpression(ExpressionSyntax Opening, ExpressionSyntax Borrowing)
{
    /// <summary><c>RedisPool</c>, where it is referenced.</summary>
    public static INamedTypeSymbol? PoolOf(SiteContext context) => context.Model.Compilation.GetTypeByMetadataName("RedisGuard.Pool.RedisPool");

    /// <summary>The pool's form of an acquisition; null where the pool can't be told what the call is told.</summary>
    public static PoolExpression? Of(Acquisition acquisition, SiteContext context, bool awaiting)
        => acquisition.Method.Name is "Connect" or "ConnectAsync"
            && acquisition.Call.ArgumentList.Arguments.Count == 1
            && !acquisition.Call.Expression.DescendantTrivia().Any(Layout.IsComment)
            && PoolOf(context) is { } pool
                ? Replacement(acquisition, For(pool, acquisition, context), awaiting)
                : null;

    /// <summary>The whole value of the acquisition, shared: with the await that was around the opening.</summary>
    public ExpressionSyntax In(Acquisition acquisition) => Acquisition.Shared(acquisition, Opening, Borrowing);

    private static InvocationExpressionSyntax For(INamedTypeSymbol pool, Acquisition acquisition, SiteContext context)
    {
        ArgumentListSyntax arguments = acquisition.Call.ArgumentList;
        ArgumentSyntax argument = arguments.Arguments[0];
        return InvocationExpression(
            Member(context.Receiver(pool), "For"),
            arguments.ReplaceNode(argument, argument.WithNameColon(null).WithTriviaFrom(argument)).WithoutTrailingTrivia());
    }

    private static PoolExpression Replacement(Acquisition acquisition, ExpressionSyntax shared, bool awaiting)
    {
        if (GetDatabaseOn(acquisition) is { } database)
        {
            SeparatedSyntaxList<ArgumentSyntax> arguments = database.ArgumentList.Arguments;
            bool isNumberOnly = arguments.Count <= 1 && arguments.All(argument => argument.NameColon is null);
            if (isNumberOnly)
            {
                return acquisition.IsAwaited || awaiting
                    ? new PoolExpression(database, Awaiting(InvocationExpression(Member(shared, "GetDatabaseAsync"), database.ArgumentList), acquisition, receiver: database))
                    : new PoolExpression(database, InvocationExpression(Member(shared, "GetDatabase"), database.ArgumentList));
            }
        }

        ExpressionSyntax asynchronous = InvocationExpression(Member(shared, "GetConnectionAsync"));
        if (awaiting && !acquisition.IsAwaited)
        {
            return new PoolExpression(acquisition.OuterValue, Awaiting(asynchronous, acquisition, receiver: acquisition.OuterValue));
        }

        // ConnectAsync(x).Result in code that can't await: the pool's own GetConnection needs no task.
        return acquisition.IsAwaited || acquisition.IsTask
            ? new PoolExpression(acquisition.Call, asynchronous)
            : new PoolExpression(acquisition.IsAsync ? acquisition.OuterValue : acquisition.Call, InvocationExpression(Member(shared, "GetConnection")));
    }

    // await …[.ConfigureAwait(…)], in parentheses where something is asked of the result.
    private static ExpressionSyntax Awaiting(ExpressionSyntax task, Acquisition acquisition, ExpressionSyntax receiver)
    {
        if (acquisition.Value is AwaitExpressionSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } } configured })
        {
            task = InvocationExpression(Member(task, "ConfigureAwait"), configured.ArgumentList.WithoutTrailingTrivia());
        }

        return Awaited.In(receiver, task);
    }

    private static InvocationExpressionSyntax? GetDatabaseOn(Acquisition acquisition) =>
        acquisition.OuterValue is { Parent: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetDatabase", Parent: InvocationExpressionSyntax call } access }
            && !access.DescendantTrivia().Any(Layout.IsComment)
            ? call
            : null;

    private static MemberAccessExpressionSyntax Member(ExpressionSyntax of, string name) =>
        MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, of, IdentifierName(name));
}
