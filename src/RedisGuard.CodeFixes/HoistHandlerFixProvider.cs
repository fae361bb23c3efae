using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisGuard.CodeFixes.Subscriptions;

namespace RedisGuard.CodeFixes;

/// <summary>Gives subscribing and unsubscribing the same handler.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(HoistHandlerFixProvider))]
public sealed class HoistHandlerFixProvider : CureFixProvider
{
    /// <summary>Called by the host.</summary>
    public HoistHandlerFixProvider()
        : base(new HoistHandlerCure())
    {
    }
}
