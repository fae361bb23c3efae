using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisGuard.CodeFixes.Subscriptions;

namespace RedisGuard.CodeFixes;

/// <summary>Reads from a subscription at the pool, which is disposed where the function ends.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PoolQueueFixProvider))]
public sealed class PoolQueueFixProvider : CureFixProvider
{
    /// <summary>Called by the host.</summary>
    public PoolQueueFixProvider()
        : base(new PoolQueueCure())
    {
    }
}
