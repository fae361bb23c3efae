using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Connections;

/// <summary>
/// The fixes that share one connection: the one that the application registers, where the type has its services injected; else the
/// pool's, where it is referenced; else one that the project keeps for itself. A fix looks whether what it needs is there.
/// </summary>
internal static class SharingFixes
{
    public static ImmutableArray<string> For(Opening opening) => Of(opening, isAgain: opening.Context.Frequency == OpeningFrequency.PerCall);

    /// <summary>For a connection of a type that is made for each request: wherever the type opens it, it is opened again and again.</summary>
    public static ImmutableArray<string> ForRequest(Opening opening) => Of(opening, isAgain: true);

    /// <summary>
    /// For a connection that a race loses: the pool, or a <c>Lazy</c> inside what races, or the project's own one, which all who race
    /// get alike.
    /// </summary>
    public static ImmutableArray<string> ForRace(Opening opening)
    {
        return opening.CanUsePool ? For(opening)
            : TakesConfigurationOnly(opening) ? ImmutableArray.Create(Fixes.LazyInside, Fixes.OpenOnce)
            : ImmutableArray.Create(Fixes.LazyInside);
    }

    private static ImmutableArray<string> Of(Opening opening, bool isAgain)
        => !TakesConfigurationOnly(opening) ? ImmutableArray<string>.Empty
            : opening.CanUsePool ? ImmutableArray.Create(Fixes.Inject, Fixes.Pool)
            : isAgain ? ImmutableArray.Create(Fixes.Inject, Fixes.OpenOnce)
            : ImmutableArray<string>.Empty;

    private static bool TakesConfigurationOnly(Opening opening)
    {
        if (opening.Operation is not IInvocationOperation { TargetMethod.Name: "Connect" or "ConnectAsync" } invocation || opening.Obligation.Helper is not null)
        {
            return false;
        }

        int written = 0;
        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            // Not IsImplicit: it is said of an argument that ends in «!», too.
            written += argument.ArgumentKind == ArgumentKind.Explicit ? 1 : 0;
        }

        return written == 1;
    }
}
