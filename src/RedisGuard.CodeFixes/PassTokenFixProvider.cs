using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisGuard.CodeFixes.Subscriptions;

namespace RedisGuard.CodeFixes;

/// <summary>Passes the token that is at hand to the loop over a queue, and unsubscribes the queue when the loop ends.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PassTokenFixProvider))]
public sealed class PassTokenFixProvider : CureFixProvider
{
    /// <summary>Called by the host.</summary>
    public PassTokenFixProvider()
        : base(new PassTokenCure())
    {
    }
}
