using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Rules;

internal static partial class Descriptors
{
    private const string Hazards = "RedisGuard.Hazards";

    // Warning: one caller's wait is everybody's time-out, since a shared connection answers in the order it was asked.
    public static readonly DiagnosticDescriptor BlockingCommand = new(
        "RG4001",
        "Blocking command on a shared connection",
        "'{0}' {1}; {2}",
        Hazards,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "All callers of a multiplexer share one connection. A command that waits on the server, or that changes the connection's state, affects all of them.",
        helpLinkUri: HelpLink("RG4001"));

    // Warning: each text stays in the client's table for the process's life, and on the server before 7.4.
    public static readonly DiagnosticDescriptor GeneratedScript = new(
        "RG4002",
        "Script text is generated",
        "The script text given to '{0}' is generated, and each new text stays in the script caches of the client and the server; pass what varies in KEYS and ARGV",
        Hazards,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Scripts are cached by their text, in the client until the process ends. A text that has values written into it grows both caches, and is open to injection.",
        helpLinkUri: HelpLink("RG4002"));

    // Info: on a small database it does no harm, and how large one grows is not in the code.
    public static readonly DiagnosticDescriptor WholeKeyspace = new(
        "RG4003",
        "Whole-keyspace command in request code",
        "'{0}' {1} each time {2}; {3}",
        Hazards,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "Listing or emptying a database takes time for every key in it, also for those of other applications.",
        helpLinkUri: HelpLink("RG4003"));

    // Info: it costs a thread for the time of a round trip; only under load, or while the server is away, does that hurt.
    public static readonly DiagnosticDescriptor WaitingSynchronously = new(
        "RG4004",
        "Connecting or waiting synchronously in async code",
        "{0} holds a thread until the server answers; {1}",
        Hazards,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A thread that waits can't serve anything else. When the server is away, it waits for the whole time-out. The answer needs a thread, too: under load none may be left.",
        helpLinkUri: HelpLink("RG4004"));

    // Info: profiling is mostly switched on for a while, and the session may be drained by code that can't be seen.
    public static readonly DiagnosticDescriptor ProfilingNeverFinished = new(
        "RG4005",
        "Profiling session is never finished",
        "The profiling session in '{0}' is never finished and keeps every command; call FinishProfiling when there is something to read",
        Hazards,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A profiling session collects each command in a list that only FinishProfiling empties.",
        helpLinkUri: HelpLink("RG4005"));
}
