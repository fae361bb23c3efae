using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Connections;

/// <summary>The fixes of a registration that opens too often: the pool's where it is referenced, or the same registration as a singleton.</summary>
internal static class RegistrationFixes
{
    /// <summary>Only where the service registered is the connection: another service may have reasons for its lifetime.</summary>
    public static ImmutableArray<string> For(IOperation registration, Opening opening)
    {
        if (registration is not IInvocationOperation { TargetMethod.TypeArguments: [{ Name: "IConnectionMultiplexer" or "ConnectionMultiplexer" }, ..] })
        {
            return ImmutableArray<string>.Empty;
        }

        return opening.CanUsePool ? ImmutableArray.Create(Fixes.AddRedisGuard, Fixes.Singleton) : ImmutableArray.Create(Fixes.Singleton);
    }
}
