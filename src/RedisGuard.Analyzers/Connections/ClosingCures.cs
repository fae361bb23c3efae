using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Ownership;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// The cures of a connection that nobody closes: sharing it, or <c>using</c> where the code runs once. In per-call code
/// <c>using</c> would only turn the leak into churn, and where the pool is referenced leave a connection beside it.
/// </summary>
internal static class ClosingCures
{
    public static ImmutableArray<string> For(Opening opening)
    {
        ImmutableArray<string> cures = SharingCures.For(opening);
        return opening is { CanUsePool: false, Context.Frequency: OpeningFrequency.Once or OpeningFrequency.Unknown } && IsPlainLocal(opening.Obligation)
            ? cures.Add(IsInAsyncFunction(opening) ? Cures.AwaitUsing : Cures.Using)
            : cures;
    }

    private static bool IsPlainLocal(Obligation obligation)
        => obligation is { Holder: not null, HasAliases: false, IsCollected: false, Releases.Count: 0, Escapes.Count: 0 };

    private static bool IsInAsyncFunction(Opening opening)
    {
        for (IOperation? current = opening.Operation.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case IAnonymousFunctionOperation lambda:
                    return lambda.Symbol.IsAsync;
                case ILocalFunctionOperation local:
                    return local.Symbol.IsAsync;
            }
        }

        return opening.Member is IMethodSymbol { IsAsync: true };
    }
}
