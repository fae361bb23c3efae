using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Context;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>Gathers what the rules need to check a call that subscribes.</summary>
internal sealed class SubscribeCalls
{
    private readonly PubSubSymbols _symbols;
    private readonly CallContexts _contexts;
    private readonly SubscribingTypes _types;
    private readonly ConnectionOrigins _origins;

    public SubscribeCalls(PubSubSymbols symbols, CallContexts contexts, SubscribingTypes types, ConnectionOrigins origins)
    {
        _symbols = symbols;
        _contexts = contexts;
        _types = types;
        _origins = origins;
    }

    /// <summary>The call with its surroundings; null in test code, which is left alone.</summary>
    public SubscribeCall? Of(IInvocationOperation call, bool isQueue, ISymbol member, CancellationToken cancellationToken)
    {
        if (member.ContainingType is not { } type)
        {
            return null;
        }

        CallContext context = _contexts.OutsideLoops(call, member, cancellationToken);
        if (context.IsTest)
        {
            return null;
        }

        QueueUse queue = isQueue ? QueueUse.Of(call, _symbols) : default;
        return new SubscribeCall(
            call,
            _symbols.ChannelOf(call),
            queue,
            isQueue ? queue.Handler : Handler.Of(PubSubSymbols.HandlerOf(call)),
            member,
            // A getter's first reading and its later ones are told apart by what it asks.
            member is IMethodSymbol { MethodKind: MethodKind.PropertyGet } ? CallContext.Unknown : context,
            _types.Of(type, cancellationToken),
            _origins.Of(call.Instance, type, cancellationToken));
    }

    /// <summary>Whether the handler keeps an object alive, also where a field holds the handler.</summary>
    public bool Captures(SubscribeCall subscribe, CancellationToken cancellationToken)
        => subscribe.Handler is { } handler
            && (handler.Captures
                || (handler.Variable is IFieldSymbol { IsStatic: false } or IPropertySymbol { IsStatic: false }
                    && _origins.FillsOf(subscribe.Type.Symbol, handler.Variable, cancellationToken).Any(fill => Handler.Of(fill) is { Variable: null, Captures: true })));
}
