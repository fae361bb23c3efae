using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RedisGuard.Analyzers.Rules;
using RedisGuard.CodeFixes.Editing;

namespace RedisGuard.CodeFixes.Waiting;

/// <summary>A fix for a call that a thread waits for.</summary>
internal abstract class BlockingCallFix : SiteFix
{
    private const string Async = "Async";

    protected BlockingCallFix(string name, string title)
        : base(name, title, Descriptors.WaitingSynchronously.Id)
    {
    }

    protected sealed override bool Apply(TrackedEdit edit, SiteContext context)
    {
        if (context.Site.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call
            || context.SymbolOf(call) is not IMethodSymbol method
            || (method.Name.EndsWith(Async, StringComparison.Ordinal)
                ? OfTask(call, method.Name.Substring(0, method.Name.Length - Async.Length))
                : OfSynchronous(call, method.Name + Async)) is not { } change)
        {
            return false;
        }

        edit.Replace(change.Whole, current => change.With(current).WithTriviaFrom(current));
        return true;
    }

    /// <summary>What becomes of a task that is waited for.</summary>
    /// <param name="call">The call that gives the task.</param>
    /// <param name="synchronous">The name of the method that waits by itself.</param>
    protected abstract (ExpressionSyntax Whole, Func<ExpressionSyntax, ExpressionSyntax> With)? OfTask(InvocationExpressionSyntax call, string synchronous);

    /// <summary>What becomes of a call that waits by itself; null where that is right.</summary>
    /// <param name="call">The call.</param>
    /// <param name="asynchronous">The name of the method that gives a task.</param>
    protected virtual (ExpressionSyntax Whole, Func<ExpressionSyntax, ExpressionSyntax> With)? OfSynchronous(InvocationExpressionSyntax call, string asynchronous) => null;
}
