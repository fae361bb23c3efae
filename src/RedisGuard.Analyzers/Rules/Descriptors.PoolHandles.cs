using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Rules;

/// <content>What RedisGuard.Pool hands out.</content>
internal static partial class Descriptors
{
    private const string Handles = "RedisGuard.Pool";

    // Warning: a lease that doesn't come back takes a connection from the pool for good, and rents wait for it.
    public static readonly DiagnosticDescriptor HandleNotDisposed = new(
        "RG3009",
        "RedisGuard handle is not disposed",
        "The {0} {1} is {2}; {3}",
        Handles,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A lease, a subscription or a dedicated connection of RedisGuard.Pool holds a connection until it is disposed.",
        helpLinkUri: HelpLink("RG3009"));
}
