using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisGuard.CodeFixes.Locks;

namespace RedisGuard.CodeFixes;

/// <summary>Releases a lock in a <c>finally</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReleaseInFinallyFixProvider))]
public sealed class ReleaseInFinallyFixProvider : CureFixProvider
{
    /// <summary>Called by the host.</summary>
    public ReleaseInFinallyFixProvider()
        : base(new ReleaseInFinallyCure())
    {
    }
}
