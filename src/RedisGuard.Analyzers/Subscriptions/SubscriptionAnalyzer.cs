using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisGuard.Analyzers.Model;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>
/// Subscriptions and event handlers that stay too long, come too often, or can't be taken back (RG2001–RG2008). Does nothing but
/// look at names until one fits.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SubscriptionAnalyzer : RedisAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        Descriptors.OutlivesSubscriber,
        Descriptors.OutlivesSubscriberAtEnd,
        Descriptors.QueueNeverUnsubscribed,
        Descriptors.UnsubscribeWithoutEffect,
        Descriptors.UnsubscribesEverybody,
        Descriptors.AsyncVoidHandler,
        Descriptors.SubscribedAgain,
        Descriptors.SubscribedAgainAtEnd,
        Descriptors.EventHandlerNeverRemoved,
        Descriptors.EventHandlerNeverRemovedAtEnd,
        Descriptors.ConsumerCannotEnd);

    private protected override void Register(CompilationStartAnalysisContext context, RedisSymbols symbols)
    {
        if (PubSubSymbols.TryCreate(symbols) is not { } pubSub)
        {
            return;
        }

        var judge = new SubscriptionJudge(pubSub);
        context.RegisterOperationAction(operation => judge.Invocation(operation), OperationKind.Invocation);
        context.RegisterOperationAction(operation => judge.DelegateCreation(operation), OperationKind.DelegateCreation);
        context.RegisterOperationAction(operation => judge.EventAssignment(operation), OperationKind.EventAssignment);
        context.RegisterOperationAction(operation => judge.Loop(operation), OperationKind.Loop);
        context.RegisterCompilationEndAction(end => judge.End(end));
    }
}
