using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisGuard.CodeFixes.Subscriptions;

namespace RedisGuard.CodeFixes;

/// <summary>Subscribes a handler at the pool, whose subscription can be disposed.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PoolSubscriptionFixProvider))]
public sealed class PoolSubscriptionFixProvider : CureFixProvider
{
    /// <summary>Called by the host.</summary>
    public PoolSubscriptionFixProvider()
        : base(new PoolSubscriptionCure())
    {
    }
}
