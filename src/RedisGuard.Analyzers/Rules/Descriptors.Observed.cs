using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Rules;

internal static partial class Descriptors
{
    private const string Observed = "RedisGuard.Observed";

    // Warning: not a suspicion, it happened. Info where it was not seen for a month in which others were.
    public static readonly DiagnosticDescriptor LeakSeen = new(
        "RG9001",
        "Leak seen at run time",
        "The connection or subscription opened here {0} at run time: {1}; close it, or open one and share it",
        Observed,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The watch saw this call go wrong in a process that ran, and wrote it into redisguard.leaks.json.",
        helpLinkUri: HelpLink("RG9001"));

    // Info: the code may well have been mended; only another run can tell.
    public static readonly DiagnosticDescriptor RecordOutlived = new(
        "RG9002",
        "Recorded leak no longer matches the code",
        "A leak was recorded in '{0}', {1}, but {2}; run again to confirm, or remove the entry from redisguard.leaks.json",
        Observed,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "An entry of redisguard.leaks.json is about code that has changed since.",
        helpLinkUri: HelpLink("RG9002"));
}
