using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Editing;
using RedisGuard.CodeFixes.Sharing;

namespace RedisGuard.CodeFixes.Waiting;

/// <summary><c>db.StringGetAsync(key).Result</c> becomes <c>await db.StringGetAsync(key)</c>, and <c>Connect(x)</c> <c>await ConnectAsync(x)</c>.</summary>
internal sealed class AwaitInsteadCure : SiteCure
{
    private const string Async = "Async";

    public AwaitInsteadCure()
        : base(Cures.AwaitInstead, "Await it instead", Descriptors.WaitingSynchronously.Id)
    {
    }

    protected override bool Apply(TrackedEdit edit, SiteContext context)
    {
        if (context.Site.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call || context.SymbolOf(call) is not IMethodSymbol method)
        {
            return false;
        }

        if (!method.Name.EndsWith(Async, StringComparison.Ordinal))
        {
            if (BlockingWait.Renamed(call, method.Name + Async) is not { } asynchronous)
            {
                return false;
            }

            edit.Replace(call, current => Awaited.In(current, asynchronous.WithoutLeadingTrivia().WithoutTrailingTrivia()).WithTriviaFrom(current));
            return true;
        }

        if (BlockingWait.Around(call) is not { } wait)
        {
            return false;
        }

        edit.Replace(wait.Whole, current => Awaited.In(current, wait.Task.WithoutLeadingTrivia().WithoutTrailingTrivia()).WithTriviaFrom(current));
        return true;
    }
}
