using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisGuard.CodeFixes.Owners;

namespace RedisGuard.CodeFixes;

/// <summary>Puts a fresh connection in the place of the old one, then closes the old.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SwapThenCloseFixProvider))]
public sealed class SwapThenCloseFixProvider : CureFixProvider
{
    /// <summary>Called by the host.</summary>
    public SwapThenCloseFixProvider()
        : base(new SwapThenCloseCure())
    {
    }
}
