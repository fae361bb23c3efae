using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisGuard.CodeFixes.Racing;

namespace RedisGuard.CodeFixes;

/// <summary>Lets racing callers meet in one Lazy, or under one lock, so that only one of them opens.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LazyInsideFixProvider))]
public sealed class LazyInsideFixProvider : CureFixProvider
{
    /// <summary>Called by the host.</summary>
    public LazyInsideFixProvider()
        : base(new LazyInsideCure())
    {
    }
}
