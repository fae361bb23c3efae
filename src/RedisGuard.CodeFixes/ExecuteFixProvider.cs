using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisGuard.CodeFixes.Batches;

namespace RedisGuard.CodeFixes;

/// <summary>Sends what is queued on a batch.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ExecuteFixProvider))]
public sealed class ExecuteFixProvider : CureFixProvider
{
    /// <summary>Called by the host.</summary>
    public ExecuteFixProvider()
        : base(new ExecuteCure())
    {
    }
}
