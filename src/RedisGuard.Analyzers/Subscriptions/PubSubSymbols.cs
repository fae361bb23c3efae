using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Model;
using RedisGuard.Analyzers.Reading;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>The library's publish and subscribe as the compilation knows it: symbols, never names alone.</summary>
internal sealed class PubSubSymbols
{
    private readonly RedisSymbols _library;
    private readonly INamedTypeSymbol _subscriber;
    private readonly INamedTypeSymbol _queue;
    private readonly INamedTypeSymbol _message;
    private readonly INamedTypeSymbol _channel;
    private readonly INamedTypeSymbol _value;

    private PubSubSymbols(RedisSymbols library, INamedTypeSymbol subscriber, INamedTypeSymbol queue, INamedTypeSymbol message, INamedTypeSymbol channel, INamedTypeSymbol value)
    {
        _library = library;
        _subscriber = subscriber;
        _queue = queue;
        _message = message;
        _channel = channel;
        _value = value;
    }

    public RedisSymbols Library => _library;

    public static PubSubSymbols? TryCreate(RedisSymbols library)
        => Find(library, "ISubscriber") is { } subscriber
            && Find(library, "ChannelMessageQueue") is { } queue
            && Find(library, "ChannelMessage") is { } message
            && Find(library, "RedisChannel") is { } channel
            && Find(library, "RedisValue") is { } value
                ? new PubSubSymbols(library, subscriber, queue, message, channel, value)
                : null;

    /// <summary>What a call of the method does; by name first, as this is asked of each call of a compilation.</summary>
    public PubSubMember MemberOf(IMethodSymbol method)
        => method.Name switch
        {
            "Subscribe" or "SubscribeAsync" when Is(method.ContainingType, _subscriber) => TakesHandler(method) ? PubSubMember.SubscribeHandler : PubSubMember.SubscribeQueue,
            "Unsubscribe" or "UnsubscribeAsync" when Is(method.ContainingType, _subscriber) => PubSubMember.Unsubscribe,
            "Unsubscribe" or "UnsubscribeAsync" when Is(method.ContainingType, _queue) => PubSubMember.EndQueue,
            "UnsubscribeAll" or "UnsubscribeAllAsync" when Is(method.ContainingType, _subscriber) => PubSubMember.UnsubscribeAll,
            "OnMessage" when Is(method.ContainingType, _queue) => PubSubMember.OnMessage,
            "ReadAsync" when Is(method.ContainingType, _queue) => PubSubMember.Read,
            _ => PubSubMember.None,
        };

    public bool IsQueue(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "ChannelMessageQueue" } && Is(type, _queue);

    /// <summary>Whether a delegate type gives its handler no way to be awaited: <c>Action</c> of a message.</summary>
    public bool IsMessageAction(ITypeSymbol? type)
        => type is INamedTypeSymbol { Name: "Action", ContainingNamespace.Name: "System" } action
            && ((action.Arity == 2 && Is(action.TypeArguments[0], _channel) && Is(action.TypeArguments[1], _value))
                || (action.Arity == 1 && Is(action.TypeArguments[0], _message)));

    /// <summary>Whether an event is one of a connection's.</summary>
    public bool IsConnectionEvent(IEventSymbol raised) => _library.IsConnection(raised.ContainingType);

    /// <summary>The argument of a call that names its channel.</summary>
    public IOperation? ChannelOf(IInvocationOperation call) => ArgumentOf(call, _channel);

    /// <summary>The argument of a call that is its handler; null where it has none, or the constant null.</summary>
    public static IOperation? HandlerOf(IInvocationOperation call)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter?.Type.TypeKind == TypeKind.Delegate)
            {
                return argument.ArgumentKind == ArgumentKind.Explicit && !argument.Value.IsNull() ? argument.Value : null;
            }
        }

        return null;
    }

    private static bool TakesHandler(IMethodSymbol method)
    {
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (parameter.Type.TypeKind == TypeKind.Delegate)
            {
                return true;
            }
        }

        return false;
    }

    private static IOperation? ArgumentOf(IInvocationOperation call, INamedTypeSymbol type)
    {
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (Is(argument.Parameter?.Type, type))
            {
                return argument.Value;
            }
        }

        return null;
    }

    private static INamedTypeSymbol? Find(RedisSymbols library, string name) => library.Compilation.GetBestTypeByMetadataName("StackExchange.Redis." + name);

    private static bool Is(ITypeSymbol? type, INamedTypeSymbol wanted) => SymbolEqualityComparer.Default.Equals(type, wanted);
}
