using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Dataflow;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Options;
using RedisGuard.Analyzers.Ownership;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>Gathers what the rules need to check a call that subscribes.</summary>
internal sealed class SubscribeCalls
{
    private readonly PubSubSymbols _symbols;
    private readonly CallContexts _contexts;
    private readonly SubscribingTypes _types;
    private readonly ConnectionOwners _owners;
    private readonly TypeOwnerships _ownerships;
    private readonly OwnershipEngine _queues;

    public SubscribeCalls(PubSubSymbols symbols, RuleRegistry registry, SubscribingTypes types, ConnectionOwners owners)
    {
        _symbols = symbols;
        _contexts = registry.Contexts;
        _types = types;
        _owners = owners;
        _ownerships = registry.Types;
        _queues = new OwnershipEngine(symbols.Library, symbols.Library.Model[ResourceKind.MessageQueue], registry.Types);
    }

    /// <summary>The call with its surroundings; null in test code, which is left alone.</summary>
    public SubscribeCall? Of(IInvocationOperation call, bool isQueue, OperationAnalysisContext operation)
    {
        ISymbol member = operation.ContainingSymbol;
        CancellationToken cancellationToken = operation.CancellationToken;
        if (member.ContainingType is not { } type)
        {
            return null;
        }

        CallContext context = _contexts.OutsideLoops(call, member, cancellationToken);
        if (context.IsTest)
        {
            return null;
        }

        QueueUse queue = isQueue ? QueueUse.Of(Flow(call, operation), call, member, _symbols) : default;
        return new SubscribeCall(
            call,
            _symbols.ChannelOf(call),
            queue,
            isQueue ? queue.Handler : Handler.Of(PubSubSymbols.HandlerOf(call)),
            member,
            // A getter's first reading and its later ones are told apart by what it asks.
            member is IMethodSymbol { MethodKind: MethodKind.PropertyGet } ? CallContext.Unknown : context,
            _types.Of(type, cancellationToken),
            _owners.Of(call.Instance, member, cancellationToken));
    }

    /// <summary>The flow of the queue. Cancelling a wait is no exception of the rare kind, so that all of them are followed.</summary>
    private Obligation? Flow(IInvocationOperation call, OperationAnalysisContext operation)
        => _queues.Find(call, operation.GetControlFlowGraph, operation.ContainingSymbol, ExceptionPaths.All, operation.CancellationToken);

    /// <summary>Whether the handler keeps an object alive, also where a field holds the handler.</summary>
    public bool Captures(SubscribeCall subscribe, CancellationToken cancellationToken)
        => subscribe.Handler is { } handler
            && (handler.Captures
                || (handler.Variable is IFieldSymbol { IsStatic: false } or IPropertySymbol { IsStatic: false }
                    && _ownerships.Of(subscribe.Type.Symbol, handler.Variable, cancellationToken).Fills.Any(fill => Handler.Of(fill.Value) is { Variable: null, Captures: true })));
}
