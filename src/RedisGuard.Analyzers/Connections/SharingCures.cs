using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Connections;

/// <summary>The cures that share one connection: from the pool where it is referenced, else in a static <c>Lazy</c>.</summary>
internal static class SharingCures
{
    public static ImmutableArray<string> For(Opening opening)
    {
        if (opening.CanUsePool)
        {
            return TakesConfigurationOnly(opening) ? ImmutableArray.Create(Cures.Pool) : ImmutableArray<string>.Empty;
        }

        return opening.Context.Frequency == OpeningFrequency.PerCall && CanBeStatic(opening)
            ? ImmutableArray.Create(Cures.Lazy)
            : ImmutableArray<string>.Empty;
    }

    /// <summary>
    /// For a connection that a race loses: the pool, or a <c>Lazy</c> inside what races. A fill of a field by hand has no
    /// mechanical cure, since its callers decide what may wait for what.
    /// </summary>
    public static ImmutableArray<string> ForRace(Opening opening)
    {
        ImmutableArray<string> cures = For(opening);
        return opening.CanUsePool ? cures : ImmutableArray.Create(Cures.LazyInside);
    }

    private static bool TakesConfigurationOnly(Opening opening)
    {
        if (opening.Operation is not IInvocationOperation { TargetMethod.Name: "Connect" or "ConnectAsync" } invocation || opening.Obligation.Helper is not null)
        {
            return false;
        }

        int written = 0;
        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            written += argument.IsImplicit || argument.ArgumentKind == ArgumentKind.DefaultValue ? 0 : 1;
        }

        return written == 1;
    }

    /// <summary>Whether the call means the same in a static initialiser: nothing in it comes from this call or this instance.</summary>
    private static bool CanBeStatic(Opening opening)
    {
        if (opening.Operation is not IInvocationOperation || opening.Obligation.Helper is not null)
        {
            return false;
        }

        foreach (IOperation descendant in opening.Operation.Descendants())
        {
            if (descendant is ILocalReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation or IInvalidOperation or IAwaitOperation)
            {
                return false;
            }
        }

        return true;
    }
}
