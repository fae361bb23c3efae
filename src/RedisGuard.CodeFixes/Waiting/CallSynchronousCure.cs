using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Editing;

namespace RedisGuard.CodeFixes.Waiting;

/// <summary><c>db.StringGetAsync(key).Result</c> becomes <c>db.StringGet(key)</c>, in code that can't await.</summary>
internal sealed class CallSynchronousCure : SiteCure
{
    private const string Async = "Async";

    public CallSynchronousCure()
        : base(Cures.CallSynchronous, "Call the synchronous method", Descriptors.WaitingSynchronously.Id)
    {
    }

    protected override bool Apply(TrackedEdit edit, SiteContext context)
    {
        if (context.Site.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call
            || context.SymbolOf(call) is not IMethodSymbol method
            || !method.Name.EndsWith(Async, StringComparison.Ordinal)
            || BlockingWait.Around(call) is not { } wait
            || BlockingWait.Renamed(call, method.Name.Substring(0, method.Name.Length - Async.Length)) is not { } synchronous)
        {
            return false;
        }

        edit.Replace(wait.Whole, current => synchronous.WithTriviaFrom(current));
        return true;
    }
}
