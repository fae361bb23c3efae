using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Rules;

/// <summary>Every rule's descriptor, beside the reason for its severity. Severity is certainty.</summary>
internal static partial class Descriptors
{
    private const string Connections = "RedisGuard.Connections";

    // Warning: a project that references the pool has decided that connections go through it. Not an error: a connection
    // beside the pool works, it just isn't limited or watched.
    public static readonly DiagnosticDescriptor OpenedOutsidePool = new(
        "RG1000",
        "Connection opened outside the pool",
        "'{0}' opens a connection that the pool neither limits nor watches; take it from RedisPool.For, or from ConnectDedicatedAsync where it must be its own",
        Connections,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A connection that is opened beside RedisGuard.Pool doesn't count against the pool's limit, isn't closed by it and isn't seen by its leak tracking.",
        helpLinkUri: HelpLink("RG1000"));

    // Warning: it works, and each call costs a handshake and leaves sockets in TIME_WAIT: measured, 300 calls leave 603.
    public static readonly DiagnosticDescriptor OpenedPerCall = new(
        "RG1001",
        "Connection opened per call",
        "'{0}' opens a connection{1} each time {2}: under load the sockets run out; {3}",
        Connections,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A ConnectionMultiplexer is made to be shared by the whole process. Opening one for each call costs a TCP, TLS and Redis handshake each time and exhausts sockets under load.",
        helpLinkUri: HelpLink("RG1001"));

    // Warning: a leak in every ordinary reading. The finalizer closes it some day, on a large heap hours later.
    public static readonly DiagnosticDescriptor NeverClosed = new(
        "RG1002",
        "Connection is never closed",
        "The connection {0} is {1}; {2}",
        Connections,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A connection that nobody closes keeps its sockets, its timers and its place in the server's maxclients until a garbage collection happens to find it.",
        helpLinkUri: HelpLink("RG1002"));

    // Warning: the type that opens into a field owns what is in it, and nobody else can know when to close it.
    public static readonly DiagnosticDescriptor OwnerDoesNotClose = new(
        "RG1003",
        "Owner does not close its connection",
        "'{1}' opens the connection {0} and never closes it: {2}; {3}",
        Connections,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A type that opens a connection and keeps it must close it. Nobody else knows when.",
        helpLinkUri: HelpLink("RG1003"));

    // Warning: each outage adds a connection that goes on reconnecting for ever; the library reconnects by itself.
    public static readonly DiagnosticDescriptor ReplacedWithoutClosing = new(
        "RG1004",
        "Connection replaced without closing the old one",
        "The connection in '{0}' is replaced without closing the old one, which keeps its sockets and goes on reconnecting; put the new one in, then close the old",
        Connections,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A multiplexer reconnects by itself. Each one that is replaced and not closed keeps its sockets, its timers and its own attempts to reconnect.",
        helpLinkUri: HelpLink("RG1004"));

    // Warning: a scoped factory is churn for each request, a transient one from the root is kept until the process ends.
    public static readonly DiagnosticDescriptor RegistrationOpensPerScope = new(
        "RG1005",
        "Registration opens a connection per scope",
        "The registration opens a connection each time {0}: under load the sockets run out; register one connection with {1}",
        Connections,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A scoped or transient registration runs its factory again and again. A transient one that is resolved from the root container is even kept until the process ends.",
        helpLinkUri: HelpLink("RG1005"));

    // Warning: the loser of the race keeps its sockets and reconnect timers, and it happens at the worst time: the first burst of load.
    public static readonly DiagnosticDescriptor RacingCallersLeak = new(
        "RG1006",
        "Racing callers leak a connection",
        "'{0}' opens two connections when two callers come at once, and one of them is never closed: {1}; {2}",
        Connections,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Two callers that come at the same time each open a connection, one of the two is kept, and nobody closes the other.",
        helpLinkUri: HelpLink("RG1006"));

    // Warning: everybody else who shares the connection gets ObjectDisposedException.
    public static readonly DiagnosticDescriptor ClosingBorrowed = new(
        "RG1007",
        "Closing a connection that is not yours",
        "The connection closed here {0}, and others still use it; leave closing to its owner",
        Connections,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A connection that was handed in is shared: closing it takes it away from everybody else who uses it.",
        helpLinkUri: HelpLink("RG1007"));

    // Warning: what leaves the scope throws ObjectDisposedException at its first use, or never hears a message.
    public static readonly DiagnosticDescriptor ClosedWhileInUse = new(
        "RG1008",
        "Connection closed while still in use",
        "The connection {0} is closed when this scope ends, while {1} still needs it; {2}",
        Connections,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A database, a subscriber or a command works only as long as its connection is open.",
        helpLinkUri: HelpLink("RG1008"));

    // Info: one connection more for the process's life is policy; separate connections for large values or pub/sub are good practice.
    public static readonly DiagnosticDescriptor PrivateWhereSharedFits = new(
        "RG1009",
        "Private connection where the shared one fits",
        "'{0}' gets a connection of its own, which serves nothing else; give it the connection that the application shares",
        Connections,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "Data protection, caches and health checks can use the connection that the application has already.",
        helpLinkUri: HelpLink("RG1009"));

    // Info: at the end of the process the connection closes anyway; hosts in tests leak one each.
    public static readonly DiagnosticDescriptor RegisteredInstanceNeverClosed = new(
        "RG1010",
        "Registered instance is never closed",
        "The connection is registered as an instance, which the container never closes; register a factory: '_ => {0}(…)'",
        Connections,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A container disposes what it creates. An instance that it is given stays open until the process ends.",
        helpLinkUri: HelpLink("RG1010"));

    private static string HelpLink(string id) => $"https://github.com/redisguard/redisguard/blob/main/docs/rules/{id}.md";
}
