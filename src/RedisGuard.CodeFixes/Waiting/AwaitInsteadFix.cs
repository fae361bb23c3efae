using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Sharing;

namespace RedisGuard.CodeFixes.Waiting;

/// <summary><c>db.StringGetAsync(key).Result</c> becomes <c>await db.StringGetAsync(key)</c>, and <c>Connect(x)</c> <c>await ConnectAsync(x)</c>.</summary>
internal sealed class AwaitInsteadFix : BlockingCallFix
{
    public AwaitInsteadFix()
        : base(Fixes.AwaitInstead, "Await it instead")
    {
    }

    protected override (ExpressionSyntax Whole, Func<ExpressionSyntax, ExpressionSyntax> With)? OfTask(InvocationExpressionSyntax call, string synchronous)
        => BlockingWait.Around(call) is { } wait ? (wait.Whole, current => AwaitOf(wait.Task, current)) : null;

    protected override (ExpressionSyntax Whole, Func<ExpressionSyntax, ExpressionSyntax> With)? OfSynchronous(InvocationExpressionSyntax call, string asynchronous)
        => BlockingWait.Renamed(call, asynchronous) is { } renamed ? (call, current => AwaitOf(renamed, current)) : null;

    private static ExpressionSyntax AwaitOf(ExpressionSyntax task, ExpressionSyntax place) => Awaited.In(place, task.WithoutLeadingTrivia().WithoutTrailingTrivia());
}
