using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisGuard.CodeFixes.Sharing;

namespace RedisGuard.CodeFixes;

/// <summary>Opens one connection for the whole type, at its first use.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LazyFixProvider))]
public sealed class LazyFixProvider : CureFixProvider
{
    /// <summary>Called by the host.</summary>
    public LazyFixProvider()
        : base(new LazyCure())
    {
    }
}
