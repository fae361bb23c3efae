using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisGuard.CodeFixes.Sharing;

namespace RedisGuard.CodeFixes;

/// <summary>Replaces a connection of one's own by the pool's.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PoolFixProvider))]
public sealed class PoolFixProvider : CureFixProvider
{
    /// <summary>Called by the host.</summary>
    public PoolFixProvider()
        : base(new PoolCure())
    {
    }
}
