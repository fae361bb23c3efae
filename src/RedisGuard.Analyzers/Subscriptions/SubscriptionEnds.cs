using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Ownership.Members;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Values;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>Ends of a subscription: in doubt it has one.</summary>
internal sealed class SubscriptionEnds
{
    private readonly PubSubSymbols _symbols;
    private readonly Channels _channels;

    public SubscriptionEnds(PubSubSymbols symbols, Channels channels)
    {
        _symbols = symbols;
        _channels = channels;
    }

    /// <summary>Whether some code of the type may end it, or other code that it gives the handler or the queue.</summary>
    public bool MayCome(SubscribeCall subscribe, CancellationToken cancellationToken)
        => subscribe.Type.EndsAll
            || subscribe.Type.ClosesConnection
            || IsHandedOn(subscribe)
            || subscribe.Type.Unsubscriptions.Any(use => Fits(use, subscribe, cancellationToken))
            || (subscribe.IsQueue && subscribe.Type.QueueEnds.Any(use => IsOf(use.Call, subscribe)));

    private static bool IsHandedOn(SubscribeCall subscribe)
        => subscribe.IsQueue
            ? subscribe.Queue.Keeper is IFieldSymbol or IPropertySymbol && subscribe.Type.HandedOn.Has(subscribe.Queue.Keeper)
            : subscribe.Type.HandedOn.Has(subscribe.Handler?.Kept);

    /// <summary>Whether the member that subscribes ends it too, before it returns: not only when a message comes.</summary>
    public bool ComesInMember(SubscribeCall subscribe, CancellationToken cancellationToken)
        => EndsAllBeside(subscribe)
            || subscribe.Type.Unsubscriptions.Any(use => IsBeside(use, subscribe) && Fits(use, subscribe, cancellationToken))
            || (subscribe.IsQueue && subscribe.Type.QueueEnds.Any(use => IsBeside(use, subscribe) && IsOf(use.Call, subscribe)));

    /// <summary>Whether the member ends all that is subscribed to the channel, a queue with it.</summary>
    public bool ComesByChannel(SubscribeCall subscribe, CancellationToken cancellationToken)
        => EndsAllBeside(subscribe) || subscribe.Type.Unsubscriptions.Any(use => use.Handler is null && IsBeside(use, subscribe) && Fits(use, subscribe, cancellationToken));

    /// <summary>
    /// Whether the one end stands in the same code behind a wait that gives up with an exception, and not in a <c>finally</c>:
    /// <c>await answer.Task.WaitAsync(timeout); subscriber.Unsubscribe(channel);</c>
    /// </summary>
    public bool IsMissedByCancelling(SubscribeCall subscribe, CancellationToken cancellationToken)
        => !subscribe.IsQueue
            && !subscribe.Type.EndsAll
            && !subscribe.Type.ClosesConnection
            && !IsHandedOn(subscribe)
            && !EndsAllBeside(subscribe)
            && subscribe.Type.Unsubscriptions.Where(use => Fits(use, subscribe, cancellationToken)).ToArray() is [{ } only]
            && IsBeside(only, subscribe)
            && CancelledWaits.StandBetween(subscribe.Call, only.Call);

    /// <summary>Whether the type ends some other subscription.</summary>
    public static bool ComesToAnother(SubscribeCall subscribe)
        => OfTheType(subscribe).Any();

    /// <summary>What ends subscriptions of the type, but for those that one call has to itself.</summary>
    public static IEnumerable<PubSubUse> OfTheType(SubscribeCall subscribe)
        => subscribe.Type.Unsubscriptions.Where(use => use.Handler is not { } ended || !IsOwn(ended)).Concat(subscribe.Type.QueueEnds.Where(use => !IsOfOneCall(use.Call)));

    /// <summary>A queue in a variable, which no member keeps, is over with the call that subscribed it.</summary>
    private static bool IsOfOneCall(IInvocationOperation end)
        => end.Instance?.Unwrapped() is ILocalReferenceOperation queue && AccessPaths.OfBodyAround(end).Of(queue) is not (IFieldSymbol or IPropertySymbol);

    private static bool EndsAllBeside(SubscribeCall subscribe) => subscribe.Type.HandsOutEnd || subscribe.Type.Blankets.Any(use => IsBeside(use, subscribe));

    private bool Fits(PubSubUse use, SubscribeCall subscribe, CancellationToken cancellationToken)
        => !IsOfAnotherMember(use, subscribe)
            && !(subscribe.Handler?.Resolved().IsFresh == true && IsAnswerOfAnother(use, subscribe, cancellationToken))
            && _channels.Compare(_symbols.ChannelOf(use.Call), subscribe.Channel, cancellationToken) is ChannelMatch.Same or ChannelMatch.Unknown;

    /// <summary>A member that subscribes the channel for an answer of its own, and ends that, ends none of another call's.</summary>
    private bool IsAnswerOfAnother(PubSubUse use, SubscribeCall subscribe, CancellationToken cancellationToken)
        => use.Member is { } ending
            && !SymbolEqualityComparer.Default.Equals(ending, subscribe.Member)
            && subscribe.Type.Subscriptions.Any(other => SymbolEqualityComparer.Default.Equals(other.Member, ending)
                && other.Handler is { } handler
                && IsOwn(handler)
                && _channels.Compare(_symbols.ChannelOf(other.Call), _symbols.ChannelOf(use.Call), cancellationToken) == ChannelMatch.Same);

    /// <summary>A handler that another member makes for itself, a lambda or a local function, is none of this member's.</summary>
    private static bool IsOfAnotherMember(PubSubUse use, SubscribeCall subscribe)
        => use.Handler is { } ended
            && IsOwn(ended)
            && subscribe.Handler is { } subscribed
            && IsOwn(subscribed)
            && use.Member is not null
            && !SymbolEqualityComparer.Default.Equals(use.Member, subscribe.Member);

    private static bool IsOwn(Handler handler)
        => handler.Resolved() is var delegated && (delegated.IsFresh || delegated.Method is { Method.MethodKind: MethodKind.LocalFunction });

    private static bool IsBeside(PubSubUse use, SubscribeCall subscribe)
        => SymbolEqualityComparer.Default.Equals(use.Member, subscribe.Member)
            && subscribe.Handler?.Function?.Syntax.Span.Contains(use.Call.Syntax.Span) != true;

    private static bool SharesMember(IOperation end, SubscribeCall subscribe)
        => subscribe.Member.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree == end.Syntax.SyntaxTree && reference.Span.Contains(end.Syntax.Span));

    private static bool IsOf(IInvocationOperation end, SubscribeCall subscribe)
    {
        if (subscribe.Queue.Keeper is not { } keeper)
        {
            // Chained, or thrown away: nobody has it.
            return false;
        }

        ISymbol? ended = end.Instance is null ? null : new Handler(end.Instance.Unwrapped()).Variable ?? AccessPaths.OfBodyAround(end).Of(end.Instance);
        return ended is null
            || SymbolEqualityComparer.Default.Equals(ended, keeper)
            // A variable of other code has another queue than a variable of this.
            || (ended is ILocalSymbol or IParameterSymbol && !(keeper is ILocalSymbol && end.Root() != subscribe.Call.Root() && !SharesMember(end, subscribe)));
    }
}
