using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Context;
using RedisGuard.Analyzers.Reading;
using RedisGuard.Analyzers.Registrations;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>
/// RG2001: a handler that keeps its subscriber alive, where there is a reason to believe that the subscriber ends before the
/// connection. What the callers of the whole compilation decide waits for its end: a type that nobody makes again subscribes once.
/// </summary>
internal sealed class OutlivesSubscriberRule
{
    private readonly SubscriptionEnds _endings;
    private readonly UnsubscribeWithoutEffectRule _ineffective;

    public OutlivesSubscriberRule(SubscriptionEnds endings, UnsubscribeWithoutEffectRule ineffective)
    {
        _endings = endings;
        _ineffective = ineffective;
    }

    /// <summary>Whether the subscription would be a fault if its subscriber were the shorter-lived.</summary>
    public bool MayOutlive(SubscribeCall subscribe, bool captures, CancellationToken cancellationToken)
        => subscribe.Owner == ConnectionOwner.Foreign
            && subscribe.Queue.Fate switch
            {
                QueueFate.None or QueueFate.Chained => captures,
                QueueFate.Local => captures,
                QueueFate.Kept => subscribe.Queue.Keeper is { IsStatic: false },
                _ => false,
            }
            && !GivesTokenBack(subscribe.Member)
            && !HandlerIsKnownElsewhere(subscribe)
            && (!_endings.MayCome(subscribe, cancellationToken) || (IsOfOneCall(subscribe) && _endings.IsMissedByCancelling(subscribe, cancellationToken)))
            // An attempt that has no effect is one fault, told there.
            && !subscribe.Type.Unsubscriptions.Any(use => _ineffective.Fault(use, subscribe.Type, cancellationToken) is not null);

    /// <summary>What the code of the subscriber alone proves.</summary>
    public static Diagnostic? Check(SubscribeCall subscribe)
    {
        if (subscribe.IsPerCall)
        {
            // Once or again, the object that the handler keeps is over with the call.
            return Repetition.IsGuarded(subscribe) && !(subscribe.IsMadePerCall && subscribe.Handler is { CapturesInstance: true })
                ? null
                : Create(subscribe, PerCallReason(subscribe), PerCallCure(subscribe), FixOf(subscribe));
        }

        if (IsOfOneCall(subscribe))
        {
            return Create(subscribe, $"it is subscribed each time '{subscribe.Member.Name}' is called, for what that call waits for", "unsubscribe the same handler in a finally", fix: null);
        }

        return NeedsRegistrations(subscribe) && EndsAnotherInDisposal(subscribe)
            ? Create(subscribe, "its disposal ends another subscription and not this one", CureOf(subscribe), FixOf(subscribe))
            : null;
    }

    private static bool IsOfOneCall(SubscribeCall subscribe) => subscribe.IsPerCall || (subscribe.Context.IsPresumed && CallBound.Is(subscribe.Call, subscribe.Handler));

    /// <summary>Whether the subscriber's lifetime decides.</summary>
    public static bool NeedsRegistrations(SubscribeCall subscribe)
        => !subscribe.IsPerCall && !subscribe.Member.IsStatic && !SingletonTypes.IsKnown(subscribe.Type.Symbol);

    /// <summary>The verdict by the lifetime of the subscriber.</summary>
    /// <param name="subscribe">The call.</param>
    /// <param name="registrations">The registrations.</param>
    /// <param name="creator">The code of a host that creates the subscriber for each call; null where none does, or none is known yet.</param>
    public static Diagnostic? CheckLifetime(SubscribeCall subscribe, ServiceRegistrations registrations, string? creator)
    {
        INamedTypeSymbol type = subscribe.Type.Symbol;
        string? reason = registrations.Of(type) switch
        {
            ServiceLifetime.Singleton => null,
            ServiceLifetime.Scoped => $"'{type.Name}' is registered as scoped",
            ServiceLifetime.Transient => $"'{type.Name}' is registered as transient",
            _ when Disposability.OfItsOwn(type) => $"'{type.Name}' can be disposed",
            _ when creator is not null => $"'{type.Name}' is created by {creator}",
            _ when SubscriptionEnds.ComesToAnother(subscribe) => "it ends another subscription and not this one",
            _ => null,
        };
        return reason is null ? null : Create(subscribe, reason, CureOf(subscribe), FixOf(subscribe));
    }

    private static bool EndsAnotherInDisposal(SubscribeCall subscribe)
        => SubscriptionEnds.OfTheType(subscribe).Any(use => use.Member is { } member && ClosingMembers.Contains(member));

    /// <summary>A component lives as long as its circuit, and its disposal ends it; what else is made for each call is over with the call.</summary>
    private static bool HasEnd(SubscribeCall subscribe) => subscribe.Type.Symbol.AllInterfaces.Any(implemented => implemented.Name == "IComponent");

    private static string PerCallReason(SubscribeCall subscribe)
        => Repetition.IsGuarded(subscribe) ? $"the first '{subscribe.Type.Symbol.Name}' subscribes" : $"it is subscribed each time {subscribe.Context.Description}";

    /// <summary>A constructor has no finally, and each call of a hub has a hub of its own, which can't unsubscribe another's handler.</summary>
    private static string PerCallCure(SubscribeCall subscribe)
        => HasEnd(subscribe) ? CureOf(subscribe)
            : IsHub(subscribe.Type.Symbol) ? "subscribe once, in a hosted service that sends through IHubContext"
            : subscribe.Member is IMethodSymbol { MethodKind: MethodKind.Constructor } ? "subscribe once, in a singleton"
            : "unsubscribe the same handler in a finally";

    private static bool IsHub(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (current is { Name: "Hub" or "DynamicHub", ContainingNamespace.Name: "SignalR" })
            {
                return true;
            }
        }

        return false;
    }

    private static string CureOf(SubscribeCall subscribe)
        => subscribe.Queue.Fate switch
        {
            QueueFate.None => "unsubscribe the same handler in its disposal",
            QueueFate.Kept => "unsubscribe the queue in its disposal",
            _ => "keep the queue and unsubscribe it in its disposal",
        };

    /// <summary>A method that gives something disposable back gives the end of the subscription with it.</summary>
    private static bool GivesTokenBack(ISymbol member)
        => member is IMethodSymbol { ReturnsVoid: false, ReturnType: { } result }
            && (result is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: { } arguments }
                // A task can be disposed, which ends nothing.
                ? arguments.Length == 1 && Disposability.Of(arguments[0])
                : Disposability.Of(result));

    /// <summary>A handler that came from outside, or was put in other hands, may be unsubscribed there.</summary>
    private static bool HandlerIsKnownElsewhere(SubscribeCall subscribe)
        => subscribe.Handler is { Variable: ILocalSymbol local } && LocalUses.LeaveBy(local, subscribe.Call);

    /// <summary>Where the subscriber's own end is the subscription's.</summary>
    private static string? FixOf(SubscribeCall subscribe)
        => subscribe.Queue.Fate != QueueFate.None ? null
            : !subscribe.IsPerCall ? $"{Fixes.UnsubscribeInDispose},{Fixes.PoolSubscription}"
            : HasEnd(subscribe) ? Fixes.UnsubscribeInDispose : null;

    private static Diagnostic Create(SubscribeCall subscribe, string reason, string cure, string? fix)
        => SubscriptionDiagnostic.Create(
            Descriptors.OutlivesSubscriber,
            subscribe.Call.Syntax,
            fix,
            subscribe.Type.Symbol.Name,
            reason,
            cure);
}
