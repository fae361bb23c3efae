using Microsoft.CodeAnalysis;

namespace RedisGuard.Analyzers.Rules;

/// <content>Pooled replies.</content>
internal static partial class Descriptors
{
    private const string Replies = "RedisGuard.Replies";

    // Warning: nothing breaks at once. The pool drains, every reply allocates anew, and a 3.x lease can pin a network buffer.
    public static readonly DiagnosticDescriptor ReplyNotReturned = new(
        "RG3001",
        "Pooled reply is not returned",
        "The pooled reply {0} is {1}; {2}",
        Replies,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A Lease<T> or RespResult is memory borrowed from a pool. Only Dispose gives it back.",
        helpLinkUri: HelpLink("RG3001"));

    // Warning: worse than a leak. The memory belongs to another reply by then, so somebody reads, or writes, another's data.
    public static readonly DiagnosticDescriptor ReplyUsedAfterReturn = new(
        "RG3002",
        "Pooled memory used after return",
        "The memory of the pooled reply {0} goes back to the pool while {1} still uses it; {2}",
        Replies,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "After Dispose the memory of a reply is given to the next one: what still reads it sees another reply's bytes.",
        helpLinkUri: HelpLink("RG3002"));
}
