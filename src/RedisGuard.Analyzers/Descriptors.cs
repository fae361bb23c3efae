using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers;

/// <summary>Every rule's descriptor, beside the reason for its severity. Severity is certainty.</summary>
internal static partial class Descriptors
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

    // Warning: whoever opens into a field owns what is in it, and nobody else can know when to close it.
    public static readonly DiagnosticDescriptor OwnerDoesNotClose = new(
        DiagnosticIds.OwnerDoesNotClose,
        "Owner does not close its connection",
        "The connection in '{0}' is opened by '{1}', {2}; {3}",
        Connections,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A type that opens a connection and keeps it owns it: nobody else knows when it can be closed.",
        helpLinkUri: HelpLink(DiagnosticIds.OwnerDoesNotClose));

    // Warning: each outage adds a connection that goes on reconnecting for ever; the library reconnects by itself.
    public static readonly DiagnosticDescriptor ReplacedWithoutClosing = new(
        DiagnosticIds.ReplacedWithoutClosing,
        "Connection replaced without closing the old one",
        "The connection in '{0}' is replaced without closing the old one, which keeps its sockets and goes on reconnecting; put the new one in, then close the old",
        Connections,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A multiplexer reconnects by itself. Each one that is replaced and not closed keeps its sockets, its timers and its own attempts to reconnect.",
        helpLinkUri: HelpLink(DiagnosticIds.ReplacedWithoutClosing));

    // Warning: a scoped factory is churn for each request, a transient one from the root is kept until the process ends.
    public static readonly DiagnosticDescriptor RegistrationOpensPerScope = new(
        DiagnosticIds.RegistrationOpensPerScope,
        "Registration opens a connection per scope",
        "The registration opens a connection each time {0}; register one connection with {1}",
        Connections,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A scoped or transient registration runs its factory again and again. A transient one that is resolved from the root container is even kept until the process ends.",
        helpLinkUri: HelpLink(DiagnosticIds.RegistrationOpensPerScope));

    // Warning: the loser of the race keeps its sockets and reconnect timers, and it happens at the worst time: the first burst of load.
    public static readonly DiagnosticDescriptor RacingCallersLeak = new(
        DiagnosticIds.RacingCallersLeak,
        "Racing callers leak a connection",
        "The connection opened by '{0}' is lost when two callers race: {1}; {2}",
        Connections,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Two callers that come at the same time each open a connection, one of the two is kept, and nobody closes the other.",
        helpLinkUri: HelpLink(DiagnosticIds.RacingCallersLeak));

    // Warning: everybody else who shares the connection gets ObjectDisposedException.
    public static readonly DiagnosticDescriptor ClosingBorrowed = new(
        DiagnosticIds.ClosingBorrowed,
        "Closing a connection that is not yours",
        "The connection closed here {0}; leave closing to its owner",
        Connections,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A connection that was handed in is shared: closing it takes it away from everybody else who uses it.",
        helpLinkUri: HelpLink(DiagnosticIds.ClosingBorrowed));

    // Warning: what leaves the scope throws ObjectDisposedException at its first use, or never hears a message.
    public static readonly DiagnosticDescriptor ClosedWhileInUse = new(
        DiagnosticIds.ClosedWhileInUse,
        "Connection closed while still in use",
        "The connection {0} is closed when this scope ends, while {1} still needs it; {2}",
        Connections,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "What comes from a connection works only as long as the connection is open.",
        helpLinkUri: HelpLink(DiagnosticIds.ClosedWhileInUse));

    // Info: one connection more for the process's life is policy; separate connections for large values or pub/sub are good practice.
    public static readonly DiagnosticDescriptor PrivateWhereSharedFits = new(
        DiagnosticIds.PrivateWhereSharedFits,
        "Private connection where the shared one fits",
        "The connection opened for '{0}' serves nothing else; give it the connection that the application shares",
        Connections,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "Data protection, caches and health checks can use the connection that the application has already.",
        helpLinkUri: HelpLink(DiagnosticIds.PrivateWhereSharedFits));

    // Info: at the end of the process the connection closes anyway; hosts in tests leak one each.
    public static readonly DiagnosticDescriptor RegisteredInstanceNeverClosed = new(
        DiagnosticIds.RegisteredInstanceNeverClosed,
        "Registered instance is never closed",
        "The connection is registered as an instance, which the container never closes; register a factory: '_ => {0}(…)'",
        Connections,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A container disposes what it creates. An instance that it is given stays open until the process ends.",
        helpLinkUri: HelpLink(DiagnosticIds.RegisteredInstanceNeverClosed));

    // The same rules where only the registrations of the whole compilation tell: the compiler shows these in builds, and
    // in the editor only with full solution analysis.
    public static readonly DiagnosticDescriptor OwnerDoesNotCloseAtEnd = AtEnd(OwnerDoesNotClose);

    public static readonly DiagnosticDescriptor OpenedPerCallAtEnd = AtEnd(OpenedPerCall);

    public static readonly DiagnosticDescriptor OpenedOutsidePoolAtEnd = AtEnd(OpenedOutsidePool);

    private static string HelpLink(string id) => $"https://github.com/redisguard/redisguard/blob/main/docs/rules/{id}.md";

    private static DiagnosticDescriptor AtEnd(DiagnosticDescriptor live)
        => new(
            live.Id,
            live.Title,
            live.MessageFormat,
            live.Category,
            live.DefaultSeverity,
            live.IsEnabledByDefault,
            live.Description,
            live.HelpLinkUri,
            WellKnownDiagnosticTags.CompilationEnd);
}
