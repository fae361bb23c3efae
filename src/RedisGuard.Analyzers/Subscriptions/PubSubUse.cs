using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>One call of a type that has to do with subscriptions.</summary>
/// <param name="Call">The call.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Member">The member of the type that it stands in.</param>
internal readonly record struct PubSubUse(IInvocationOperation Call, PubSubMember Kind, ISymbol? Member)
{
    /// <summary>The handler it is given, if any.</summary>
    public Handler? Handler => Subscriptions.Handler.Of(PubSubSymbols.HandlerOf(Call));
}
