using System;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Registrations;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>
/// Asks the rules about each call, strongest first; the first that finds a fault has the call for itself. RG2005 alone is asked
/// apart: what a handler does with its exceptions is another fault than how long it stays.
/// </summary>
internal sealed class SubscriptionChecks
{
    private readonly PubSubSymbols _symbols;
    private readonly CallContexts _contexts;
    private readonly SubscribingTypes _types;
    private readonly ConnectionOwners _owners;
    private readonly SubscribeCalls _calls;
    private readonly SubscriptionEnds _endings;
    private readonly UnsubscribeWithoutEffectRule _ineffective;
    private readonly UnsubscribesEverybodyRule _everybody;
    private readonly OutlivesSubscriberRule _outlives;
    private readonly EventHandlerNeverRemovedRule _events;
    private readonly ConsumerCannotEndRule _consumers;
    private readonly QueueNeverUnsubscribedRule _queues;

    private readonly ServiceRegistrations _registrations;
    private readonly RuleRegistry _registry;
    private readonly LateCallers _callers;

    public SubscriptionChecks(PubSubSymbols symbols, RuleRegistry registry)
    {
        var channels = new Channels(symbols.Library.Compilation, registry.Types);
        _symbols = symbols;
        _registrations = registry.Registrations;
        _contexts = registry.Contexts;
        _registry = registry;
        _callers = new LateCallers(registry.Contexts);
        _types = new SubscribingTypes(symbols);
        _owners = new ConnectionOwners(registry.Provenance);
        _calls = new SubscribeCalls(symbols, registry, _types, _owners);
        _endings = new SubscriptionEnds(symbols, channels);
        _ineffective = new UnsubscribeWithoutEffectRule(symbols, channels);
        _everybody = new UnsubscribesEverybodyRule(symbols, channels, registry.Types);
        _outlives = new OutlivesSubscriberRule(_endings, _ineffective);
        _events = new EventHandlerNeverRemovedRule(symbols.Library, _owners);
        _consumers = new ConsumerCannotEndRule(symbols);
        _queues = new QueueNeverUnsubscribedRule(_endings);
    }

    public void Invocation(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        PubSubMember kind = _symbols.MemberOf(call.TargetMethod);
        if (kind == PubSubMember.None)
        {
            // This is asked of each call of a compilation: a delegate for the report would be the most of what that costs.
            return;
        }

        Verdict verdict = kind switch
        {
            PubSubMember.SubscribeHandler or PubSubMember.SubscribeQueue => Subscribe(call, kind, context),
            PubSubMember.Unsubscribe or PubSubMember.UnsubscribeAll => Verdict.Now(Unsubscribe(new PubSubUse(call, kind, context.ContainingSymbol), context)),
            PubSubMember.Read when context.ContainingSymbol.ContainingType is not null => Verdict.Now(_consumers.Check(call, TypeAround(context), ContextOf(context))),
            _ => default,
        };
        _registry.Take(verdict, context.ReportDiagnostic);
    }

    public void DelegateCreation(OperationAnalysisContext context)
    {
        var creation = (IDelegateCreationOperation)context.Operation;
        if (AsyncVoidHandlerRule.Check(creation, _symbols, context.CancellationToken) is { } found && !IsTest(context))
        {
            context.ReportDiagnostic(found);
        }
    }

    public void Loop(OperationAnalysisContext context)
    {
        if (context.Operation is IForEachLoopOperation { IsAsynchronous: true } loop && _consumers.MayCheck(loop) && context.ContainingSymbol.ContainingType is not null)
        {
            _registry.Take(Verdict.Now(_consumers.Check(loop, TypeAround(context), ContextOf(context))), context.ReportDiagnostic);
        }
    }

    public void EventAssignment(OperationAnalysisContext context)
    {
        if (context.Operation is not IEventAssignmentOperation { Adds: true, EventReference: IEventReferenceOperation reference } assignment
            || !_symbols.IsConnectionEvent(reference.Event)
            || context.ContainingSymbol.ContainingType is null
            || IsTest(context))
        {
            return;
        }

        SubscribingType type = TypeAround(context);
        var use = new EventUse(assignment, reference.Event, new Handler(Handler.Unwrap(assignment.HandlerValue)), context.ContainingSymbol);
        if (_events.Stays(use, type, context.CancellationToken))
        {
            _registry.Take(Added(use, type, ContextOf(context)), context.ReportDiagnostic);
        }
    }

    private Verdict Added(EventUse use, SubscribingType type, CallContext context)
    {
        if (EventHandlerNeverRemovedRule.Check(use, context) is { } found)
        {
            return Verdict.Now(found);
        }

        if (!EventHandlerNeverRemovedRule.NeedsRegistrations(use, type))
        {
            return default;
        }

        if (EventHandlerNeverRemovedRule.CheckLifetime(use, type, _registrations, creator: null) is { } outlived)
        {
            return Verdict.Now(outlived);
        }

        _callers.Want(use.Member!);
        return Verdict.AtEnd(end => EventHandlerNeverRemovedRule.CheckLifetime(use, type, _registrations, _callers.CreatorOf(type.Symbol, end)));
    }

    // Coming back, lost for good, turning, outliving, coming again: the first says the most.
    private Verdict Subscribe(IInvocationOperation call, PubSubMember kind, OperationAnalysisContext context)
    {
        CancellationToken cancellationToken = context.CancellationToken;
        if (_calls.Of(call, kind == PubSubMember.SubscribeQueue, context) is not { } subscribe)
        {
            return default;
        }

        bool captures = _calls.Captures(subscribe, cancellationToken);
        bool mayOutlive = _outlives.MayOutlive(subscribe, captures, cancellationToken);
        Diagnostic? found = SubscribedAgainRule.CheckReconnect(subscribe, _endings, cancellationToken)
            ?? _queues.Check(subscribe, captures, cancellationToken)
            ?? SubscribedAgainRule.CheckTurns(subscribe, _endings, cancellationToken)
            ?? (mayOutlive ? OutlivesSubscriberRule.Check(subscribe) : null)
            ?? (EndsInVain(subscribe, cancellationToken) ? null : SubscribedAgainRule.CheckPerCall(subscribe, _endings, cancellationToken));
        return found is not null ? Verdict.Now(found)
            : mayOutlive && OutlivesSubscriberRule.NeedsRegistrations(subscribe) ? OutlivesNow(subscribe) ?? Ask(subscribe, end => Outlives(subscribe, end) ?? Called(subscribe, end))
            : MayComeAgain(subscribe, cancellationToken) && !EndsInVain(subscribe, cancellationToken) ? Ask(subscribe, end => Called(subscribe, end) ?? Created(subscribe))
            : default;
    }

    private Verdict Ask(SubscribeCall subscribe, Func<CompilationAnalysisContext, Diagnostic?> question)
    {
        _callers.Want(subscribe.Member);
        return Verdict.AtEnd(question);
    }

    private Diagnostic? Unsubscribe(PubSubUse use, OperationAnalysisContext context)
    {
        if (IsTest(context))
        {
            return null;
        }

        SubscribingType type = TypeAround(context);
        return (use.Kind == PubSubMember.Unsubscribe ? _ineffective.Check(use, type, context.CancellationToken) : null)
            ?? (use.Handler is null
                ? _everybody.Check(use, type, _owners.Of(use.Call.Instance, context.ContainingSymbol, context.CancellationToken), context.ContainingSymbol, context.CancellationToken)
                : null);
    }

    /// <summary>An attempt to end it that has no effect is one fault, told there.</summary>
    private bool EndsInVain(SubscribeCall subscribe, CancellationToken cancellationToken)
        => subscribe.Type.Unsubscriptions.Any(use => _ineffective.Fault(use, subscribe.Type, cancellationToken) is not null);

    private bool MayComeAgain(SubscribeCall subscribe, CancellationToken cancellationToken)
        => SubscribedAgainRule.MayBeCalled(subscribe, _endings, cancellationToken) || SubscribedAgainRule.MayComeWithInstances(subscribe, _endings, cancellationToken);

    private Verdict? OutlivesNow(SubscribeCall subscribe)
        => OutlivesSubscriberRule.CheckLifetime(subscribe, _registrations, creator: null) is { } found ? Verdict.Now(found) : null;

    private Diagnostic? Outlives(SubscribeCall subscribe, CompilationAnalysisContext end)
        => OutlivesSubscriberRule.CheckLifetime(subscribe, _registrations, _callers.CreatorOf(subscribe.Type.Symbol, end));

    private Diagnostic? Called(SubscribeCall subscribe, CompilationAnalysisContext end)
        => SubscribedAgainRule.MayBeCalled(subscribe, _endings, end.CancellationToken) && _callers.CallerOf(subscribe.Member, end) is { } caller
            ? SubscribedAgainRule.ReportCalled(subscribe, caller)
            : null;

    private Diagnostic? Created(SubscribeCall subscribe)
        => SubscribedAgainRule.MayComeWithInstances(subscribe, _endings, default) ? SubscribedAgainRule.CheckInstances(subscribe, _registrations) : null;

    private bool IsTest(OperationAnalysisContext context)
        => context.ContainingSymbol.ContainingType is null
            || _contexts.IsTest(context.ContainingSymbol);

    private CallContext ContextOf(OperationAnalysisContext context) => _contexts.OutsideLoops(context.Operation, context.ContainingSymbol, context.CancellationToken);

    private SubscribingType TypeAround(OperationAnalysisContext context) => _types.Of(context.ContainingSymbol.ContainingType, context.CancellationToken);
}
