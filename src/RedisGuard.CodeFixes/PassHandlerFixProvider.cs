using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisGuard.CodeFixes.Subscriptions;

namespace RedisGuard.CodeFixes;

/// <summary>Unsubscribes the handler that was subscribed, not the whole channel.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PassHandlerFixProvider))]
public sealed class PassHandlerFixProvider : CureFixProvider
{
    /// <summary>Called by the host.</summary>
    public PassHandlerFixProvider()
        : base(new PassHandlerCure())
    {
    }
}
