using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisGuard.CodeFixes.Batches;

namespace RedisGuard.CodeFixes;

/// <summary>Waits for a queued command after it was sent.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WaitAfterExecuteFixProvider))]
public sealed class WaitAfterExecuteFixProvider : CureFixProvider
{
    /// <summary>Called by the host.</summary>
    public WaitAfterExecuteFixProvider()
        : base(new WaitAfterExecuteCure())
    {
    }
}
