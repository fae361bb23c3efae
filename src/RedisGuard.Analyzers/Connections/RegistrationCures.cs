using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Connections;

/// <summary>The cure of a registration that opens too often: the same registration as a singleton.</summary>
internal static class RegistrationCures
{
    /// <summary>Only where the service registered is the connection: another service may have reasons for its lifetime.</summary>
    public static ImmutableArray<string> For(IInvocationOperation registration)
        => registration.TargetMethod.TypeArguments is [{ Name: "IConnectionMultiplexer" or "ConnectionMultiplexer" }, ..]
            ? ImmutableArray.Create(Cures.Singleton)
            : ImmutableArray<string>.Empty;
}
