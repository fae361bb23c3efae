using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisGuard.CodeFixes.Subscriptions;

namespace RedisGuard.CodeFixes;

/// <summary>Removes an event's handler where its owner is disposed.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveHandlerFixProvider))]
public sealed class RemoveHandlerFixProvider : CureFixProvider
{
    /// <summary>Called by the host.</summary>
    public RemoveHandlerFixProvider()
        : base(new RemoveHandlerCure())
    {
    }
}
