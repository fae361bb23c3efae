using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using RedisGuard.CodeFixes.Subscriptions;

namespace RedisGuard.CodeFixes;

/// <summary>Gives an async handler to <c>ChannelMessageQueue.OnMessage</c>, which awaits it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OnMessageFixProvider))]
public sealed class OnMessageFixProvider : CureFixProvider
{
    /// <summary>Called by the host.</summary>
    public OnMessageFixProvider()
        : base(new OnMessageCure())
    {
    }
}
