using System;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.CodeFixes.Waiting;

/// <summary><c>db.StringGetAsync(key).Result</c> becomes <c>db.StringGet(key)</c>, in code that can't await.</summary>
internal sealed class CallSynchronousFix : BlockingCallFix
{
    public CallSynchronousFix()
        : base(Fixes.CallSynchronous, "Call the synchronous method")
    {
    }

    protected override (ExpressionSyntax Whole, Func<ExpressionSyntax, ExpressionSyntax> With)? OfTask(InvocationExpressionSyntax call, string synchronous)
        => BlockingWait.Around(call) is { } wait && BlockingWait.Renamed(call, synchronous) is { } renamed ? (wait.Whole, _ => renamed) : null;
}
