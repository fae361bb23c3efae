using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers;

/// <summary>Every rule's descriptor, beside the reason for its severity. Severity is certainty.</summary>
internal static class Descriptors
{
    private const string Connections = "RedisGuard.Connections";

    // Warning: whoever references the pool has decided that connections go through it. Not an error: a connection
    // beside the pool works, it just isn't limited or watched.
    public static readonly DiagnosticDescriptor OpenedOutsidePool = new(
        DiagnosticIds.OpenedOutsidePool,
        "Connection opened outside the pool",
        "'{0}' opens a connection that the pool neither limits nor watches; take it from RedisPool.For",
        Connections,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A connection that is opened beside RedisGuard.Pool doesn't count against the pool's limit, isn't closed by it and isn't seen by its leak tracking.",
        helpLinkUri: HelpLink(DiagnosticIds.OpenedOutsidePool));

    // Warning: it works, and each call costs a handshake and leaves sockets in TIME_WAIT: measured, 300 calls leave 603.
    public static readonly DiagnosticDescriptor OpenedPerCall = new(
        DiagnosticIds.OpenedPerCall,
        "Connection opened per call",
        "The connection opened by '{0}' is {1} each time {2}; {3}",
        Connections,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A ConnectionMultiplexer is made to be shared by the whole process. Opening one for each call costs a TCP, TLS and Redis handshake each time and exhausts sockets under load.",
        helpLinkUri: HelpLink(DiagnosticIds.OpenedPerCall));

    // Warning: a leak in every ordinary reading. The finalizer closes it some day, on a large heap hours later.
    public static readonly DiagnosticDescriptor NeverClosed = new(
        DiagnosticIds.NeverClosed,
        "Connection is never closed",
        "The connection {0} is {1}; {2}",
        Connections,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A connection that nobody closes keeps its sockets, its timers and its place in the server's maxclients until a garbage collection happens to find it.",
        helpLinkUri: HelpLink(DiagnosticIds.NeverClosed));

    private static string HelpLink(string id) => $"https://github.com/redisguard/redisguard/blob/main/docs/rules/{id}.md";
}
