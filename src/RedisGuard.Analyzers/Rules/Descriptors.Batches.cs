using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Rules;

/// <content>Batches and transactions.</content>
internal static partial class Descriptors
{
    private const string Batches = "RedisGuard.Batches";

    // Warning: the commands are lost in every ordinary reading. Not an error: the code runs, and may have given up on purpose.
    public static readonly DiagnosticDescriptor NeverSent = new(
        "RG3003",
        "Queued commands are never sent",
        "The commands queued on the {0} {1} are {2}; call '{3}' on it after the last of them",
        Batches,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A batch or transaction keeps its commands until Execute. Without it none is sent, and a task of one never completes: no timeout applies.",
        helpLinkUri: HelpLink("RG3003"));

    // Warning: it hangs for good on this path. SER305 of the library, an error, has the waits that need no look at the order.
    public static readonly DiagnosticDescriptor WaitsBeforeSent = new(
        "RG3004",
        "Waits for a command that is not sent yet",
        "The wait never ends: the command is queued on the {0} {1}, and only '{2}' {3} sends it; wait after that",
        Batches,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A command queued on a batch or transaction is sent by Execute. A wait for its task before that never ends: no timeout applies.",
        helpLinkUri: HelpLink("RG3004"));

    // Warning: the command is lost on this path, as no later Execute sends it.
    public static readonly DiagnosticDescriptor QueuedAfterSent = new(
        "RG3005",
        "Command queued after Execute",
        "'{0}' is queued on the {1} {2} after its 'Execute' and is never sent; queue it before, or send it to the database itself",
        Batches,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Execute sends what is queued by then. What is queued later waits for another Execute.",
        helpLinkUri: HelpLink("RG3005"));
}
