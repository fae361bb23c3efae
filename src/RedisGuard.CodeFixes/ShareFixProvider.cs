using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisGuard.CodeFixes.Registrations;

namespace RedisGuard.CodeFixes;

/// <summary>Gives a component the application's connection in place of one of its own.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ShareFixProvider))]
public sealed class ShareFixProvider : CureFixProvider
{
    /// <summary>Called by the host.</summary>
    public ShareFixProvider()
        : base(new ShareCure())
    {
    }
}
