using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisGuard.CodeFixes.Subscriptions;

namespace RedisGuard.CodeFixes;

/// <summary>Unsubscribes a message queue in a <c>finally</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnsubscribeQueueFixProvider))]
public sealed class UnsubscribeQueueFixProvider : CureFixProvider
{
    /// <summary>Called by the host.</summary>
    public UnsubscribeQueueFixProvider()
        : base(new UnsubscribeQueueCure())
    {
    }
}
