using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Registrations;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>
/// Asks the rules about each call, strongest first; the first that finds a fault has the call for itself. RG2005 alone is asked
/// apart: what a handler does with its exceptions is another fault than how long it stays.
/// </summary>
internal sealed class SubscriptionJudge
{
    private readonly PubSubSymbols _symbols;
    private readonly CallContexts _contexts;
    private readonly SubscribingTypes _types;
    private readonly ConnectionOrigins _origins;
    private readonly SubscribeCalls _calls;
    private readonly Endings _endings;
    private readonly UnsubscribeWithoutEffectRule _ineffective;
    private readonly UnsubscribesEverybodyRule _everybody;
    private readonly OutlivesSubscriberRule _outlives;
    private readonly EventHandlerNeverRemovedRule _events;
    private readonly ConsumerCannotEndRule _consumers;
    private readonly QueueNeverUnsubscribedRule _queues;

    private readonly ServiceRegistrations _registrations;
    private readonly ConcurrentQueue<SubscribeCall> _subscribers = new();
    private readonly ConcurrentQueue<SubscribeCall> _repeaters = new();
    private readonly ConcurrentQueue<(EventUse Use, SubscribingType Type)> _listeners = new();

    public SubscriptionJudge(PubSubSymbols symbols, RuleRegistry registry)
    {
        var channels = new Channels(symbols.Library.Compilation);
        _symbols = symbols;
        _registrations = registry.Registrations;
        _contexts = registry.Contexts;
        _types = new SubscribingTypes(symbols);
        _origins = new ConnectionOrigins(registry);
        _calls = new SubscribeCalls(symbols, _contexts, _types, _origins);
        _endings = new Endings(symbols, channels);
        _ineffective = new UnsubscribeWithoutEffectRule(symbols, channels);
        _everybody = new UnsubscribesEverybodyRule(symbols, channels, registry.Types);
        _outlives = new OutlivesSubscriberRule(_endings, _ineffective);
        _events = new EventHandlerNeverRemovedRule(_origins);
        _consumers = new ConsumerCannotEndRule(symbols);
        _queues = new QueueNeverUnsubscribedRule(symbols, _endings);
    }

    public void Invocation(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        PubSubMember kind = _symbols.MemberOf(call.TargetMethod);
        Diagnostic? found = kind switch
        {
            PubSubMember.None => null,
            PubSubMember.SubscribeHandler or PubSubMember.SubscribeQueue => Subscribe(call, kind, context),
            PubSubMember.Unsubscribe or PubSubMember.UnsubscribeAll => Unsubscribe(new PubSubUse(call, kind, context.ContainingSymbol), context),
            PubSubMember.Read when context.ContainingSymbol.ContainingType is not null => _consumers.Judge(call, TypeAround(context), ContextOf(context)),
            _ => null,
        };
        Report(found, context);
    }

    public void DelegateCreation(OperationAnalysisContext context)
    {
        var creation = (IDelegateCreationOperation)context.Operation;
        if (AsyncVoidHandlerRule.Judge(creation, _symbols, context.CancellationToken) is { } found && !IsTest(context))
        {
            context.ReportDiagnostic(found);
        }
    }

    public void Loop(OperationAnalysisContext context)
    {
        if (context.Operation is IForEachLoopOperation { IsAsynchronous: true } loop && _consumers.MayJudge(loop) && context.ContainingSymbol.ContainingType is not null)
        {
            Report(_consumers.Judge(loop, TypeAround(context), ContextOf(context)), context);
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
        if (!_events.Stays(use, type, context.CancellationToken))
        {
            return;
        }

        if (EventHandlerNeverRemovedRule.Judge(use, ContextOf(context)) is { } found)
        {
            context.ReportDiagnostic(found);
        }
        else if (EventHandlerNeverRemovedRule.NeedsRegistrations(use, type))
        {
            _listeners.Enqueue((use, type));
        }
    }

    public void End(CompilationAnalysisContext context)
    {
        if (_subscribers.IsEmpty && _repeaters.IsEmpty && _listeners.IsEmpty)
        {
            return;
        }

        List<ISymbol> members = _subscribers.Concat(_repeaters).Select(subscribe => subscribe.Member).Concat(_listeners.Select(listener => listener.Use.Member!)).ToList();
        LateCallers callers = LateCallers.Find(members, _symbols.Library.Compilation, _contexts, context.CancellationToken);
        foreach (SubscribeCall subscribe in _subscribers)
        {
            if ((OutlivesSubscriberRule.JudgeAtEnd(subscribe, _registrations, callers.CreatorOf(subscribe.Type.Symbol)) ?? Called(subscribe, callers)) is { } found)
            {
                context.ReportDiagnostic(found);
            }
        }

        foreach (SubscribeCall subscribe in _repeaters)
        {
            if ((Called(subscribe, callers) ?? Created(subscribe)) is { } found)
            {
                context.ReportDiagnostic(found);
            }
        }

        foreach ((EventUse use, SubscribingType type) in _listeners)
        {
            if (EventHandlerNeverRemovedRule.JudgeAtEnd(use, type, _registrations, callers.CreatorOf(type.Symbol)) is { } found)
            {
                context.ReportDiagnostic(found);
            }
        }
    }

    // Coming back, lost for good, turning, outliving, coming again: the first says the most.
    private Diagnostic? Subscribe(IInvocationOperation call, PubSubMember kind, OperationAnalysisContext context)
    {
        CancellationToken cancellationToken = context.CancellationToken;
        if (_calls.Of(call, kind == PubSubMember.SubscribeQueue, context.ContainingSymbol, cancellationToken) is not { } subscribe)
        {
            return null;
        }

        bool captures = _calls.Captures(subscribe, cancellationToken);
        bool mayOutlive = _outlives.MayOutlive(subscribe, captures, cancellationToken);
        Diagnostic? found = SubscribedAgainRule.JudgeReconnect(subscribe, _endings, cancellationToken)
            ?? _queues.Judge(subscribe, captures, context)
            ?? SubscribedAgainRule.JudgeTurns(subscribe, _endings, cancellationToken)
            ?? (mayOutlive ? OutlivesSubscriberRule.Judge(subscribe) : null)
            ?? SubscribedAgainRule.JudgePerCall(subscribe, _endings, cancellationToken);
        if (found is null && mayOutlive && OutlivesSubscriberRule.NeedsRegistrations(subscribe))
        {
            _subscribers.Enqueue(subscribe);
        }
        else if (found is null && (SubscribedAgainRule.MayBeCalled(subscribe, _endings, cancellationToken) || SubscribedAgainRule.MayComeWithInstances(subscribe, _endings, cancellationToken)))
        {
            _repeaters.Enqueue(subscribe);
        }

        return found;
    }

    private Diagnostic? Unsubscribe(PubSubUse use, OperationAnalysisContext context)
    {
        if (IsTest(context))
        {
            return null;
        }

        SubscribingType type = TypeAround(context);
        return (use.Kind == PubSubMember.Unsubscribe ? _ineffective.Judge(use, type, context.CancellationToken) : null)
            ?? (use.Handler is null
                ? _everybody.Judge(use, type, _origins.Of(use.Call.Instance, type.Symbol, context.CancellationToken), context.ContainingSymbol, context.CancellationToken)
                : null);
    }

    private Diagnostic? Called(SubscribeCall subscribe, LateCallers callers)
        => SubscribedAgainRule.MayBeCalled(subscribe, _endings, default) && callers.CallerOf(subscribe.Member) is { } caller
            ? SubscribedAgainRule.ReportCalled(subscribe, caller)
            : null;

    private Diagnostic? Created(SubscribeCall subscribe)
        => SubscribedAgainRule.MayComeWithInstances(subscribe, _endings, default) ? SubscribedAgainRule.JudgeInstances(subscribe, _registrations) : null;

    private bool IsTest(OperationAnalysisContext context)
        => context.ContainingSymbol.ContainingType is null
            || _contexts.IsTest(context.ContainingSymbol);

    private CallContext ContextOf(OperationAnalysisContext context) => _contexts.OutsideLoops(context.Operation, context.ContainingSymbol, context.CancellationToken);

    private SubscribingType TypeAround(OperationAnalysisContext context) => _types.Of(context.ContainingSymbol.ContainingType, context.CancellationToken);

    private static void Report(Diagnostic? found, OperationAnalysisContext context)
    {
        if (found is not null)
        {
            context.ReportDiagnostic(found);
        }
    }
}
