using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>
/// Subscriptions and event handlers that stay too long, come too often, or can't be taken back (RG2001–RG2008). Does nothing but
/// look at names until one fits.
/// </summary>
internal sealed class SubscriptionRules : RuleFamily
{
    public override ImmutableArray<DiagnosticDescriptor> Reports { get; } = ImmutableArray.Create(
        Descriptors.OutlivesSubscriber,
        Descriptors.QueueNeverUnsubscribed,
        Descriptors.UnsubscribeWithoutEffect,
        Descriptors.UnsubscribesEverybody,
        Descriptors.AsyncVoidHandler,
        Descriptors.SubscribedAgain,
        Descriptors.EventHandlerNeverRemoved,
        Descriptors.ConsumerCannotEnd);

    public override ImmutableArray<DiagnosticDescriptor> ReportsAtEnd { get; } = ImmutableArray.Create(
        Descriptors.OutlivesSubscriber, Descriptors.SubscribedAgain, Descriptors.EventHandlerNeverRemoved);

    public override void Register(RuleRegistry registry)
    {
        if (PubSubSymbols.TryCreate(registry.Symbols) is not { } pubSub)
        {
            return;
        }

        var checks = new SubscriptionChecks(pubSub, registry);
        registry.OnOperation(checks.Invocation, OperationKind.Invocation);
        registry.OnOperation(checks.DelegateCreation, OperationKind.DelegateCreation);
        registry.OnOperation(checks.EventAssignment, OperationKind.EventAssignment);
        registry.OnOperation(checks.Loop, OperationKind.Loop);
    }
}
