using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisGuard.CodeFixes.Subscriptions;

namespace RedisGuard.CodeFixes;

/// <summary>Unsubscribes a handler where its subscriber is disposed.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnsubscribeInDisposeFixProvider))]
public sealed class UnsubscribeInDisposeFixProvider : CureFixProvider
{
    /// <summary>Called by the host.</summary>
    public UnsubscribeInDisposeFixProvider()
        : base(new UnsubscribeInDisposeCure())
    {
    }
}
