using System.Collections.Immutable;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// The fixes of a connection that nobody closes: sharing it, or <c>using</c> where the code runs once. In per-call code
/// <c>using</c> would only turn the leak into churn, and where the pool is referenced leave a connection beside it.
/// </summary>
internal static class ClosingFixes
{
    public static ImmutableArray<string> For(Opening opening)
    {
        ImmutableArray<string> fixes = SharingFixes.For(opening);
        return opening is { IsThroughFunction: false, CanUsePool: false, Context.Frequency: OpeningFrequency.Once or OpeningFrequency.Unknown } && IsPlainLocal(opening.Obligation)
            ? fixes.Add(Holding.IsInAsyncFunction(opening.Operation, opening.Member) ? Fixes.AwaitUsing : Fixes.Using)
            : fixes;
    }

    private static bool IsPlainLocal(Obligation obligation)
        => obligation is { Holder: not null, HasAliases: false, IsCollected: false, Releases.Count: 0, Escapes.Count: 0 };
}
