using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Rules;

internal static partial class Descriptors
{
    private const string Locks = "RedisGuard.Locks";

    // Warning: the code releases the lock, so it means to; one exception, and everybody else waits for the expiry.
    public static readonly DiagnosticDescriptor LockNotReleased = new(
        "RG3006",
        "Lock is not released on every path",
        "The lock that '{0}' takes isn't released {1}, and all others wait until it expires; {2}",
        Locks,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A lock that isn't released keeps everybody else out until it expires.",
        helpLinkUri: HelpLink("RG3006"));

    // Warning: it never releases anything, whatever else the code does.
    public static readonly DiagnosticDescriptor LockReleasedWithAnotherToken = new(
        "RG3007",
        "Lock released with another token",
        "'{0}' is given another token than the one that took the lock, so the lock stays taken until it expires; use the same token",
        Locks,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The server releases a lock only for the token that took it.",
        helpLinkUri: HelpLink("RG3007"));

    // Warning: a lock that isn't asked for protects nothing.
    public static readonly DiagnosticDescriptor LockResultIgnored = new(
        "RG3008",
        "Lock result ignored",
        "{0}; {1}",
        Locks,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Taking a lock doesn't wait and doesn't throw: only its result says who has it.",
        helpLinkUri: HelpLink("RG3008"));
}
