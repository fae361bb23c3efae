using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisGuard.CodeFixes.Owners;

namespace RedisGuard.CodeFixes;

/// <summary>Closes a connection where its owner is disposed, and makes the owner disposable where it isn't.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CloseInDisposeFixProvider))]
public sealed class CloseInDisposeFixProvider : CureFixProvider
{
    /// <summary>Called by the host.</summary>
    public CloseInDisposeFixProvider()
        : base(new CloseInDisposeCure())
    {
    }
}
