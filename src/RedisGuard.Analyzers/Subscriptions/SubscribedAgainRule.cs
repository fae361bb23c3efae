using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RedisGuard.Analyzers.Origins;
using RedisGuard.Analyzers.Registrations;
using RedisGuard.Analyzers.Rules;

namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>RG2006: a call that subscribes to the same channel each time some code runs.</summary>
internal static class SubscribedAgainRule
{
    private const string Fix = "subscribe once, or unsubscribe the same handler in a finally";

    /// <summary>In a handler that runs when the connection comes back, whoever's connection it is.</summary>
    public static Diagnostic? CheckReconnect(SubscribeCall subscribe, SubscriptionEnds endings, CancellationToken cancellationToken)
        => Repetition.IsOnReconnect(subscribe, cancellationToken) && !Repetition.IsGuarded(subscribe) && !endings.ComesInMember(subscribe, cancellationToken)
            ? Create(subscribe, "the connection comes back", "leave it out: the library subscribes again by itself")
            : null;

    /// <summary>In a loop, a getter, or a method that is one.</summary>
    public static Diagnostic? CheckTurns(SubscribeCall subscribe, SubscriptionEnds endings, CancellationToken cancellationToken)
    {
        if (subscribe.Owner == ConnectionOwner.Scope
            || subscribe.Queue.Fate == QueueFate.Elsewhere
            || Repetition.IsGuarded(subscribe)
            || endings.ComesInMember(subscribe, cancellationToken))
        {
            return null;
        }

        return Repetition.IsInLoop(subscribe) ? Create(subscribe, Context.ContextNames.LoopTurns, Fix)
            : Repetition.IsInGetter(subscribe) ? Create(subscribe, $"the property '{(subscribe.Member as IMethodSymbol)?.AssociatedSymbol?.Name ?? subscribe.Member.Name}' is read", Fix)
            : Accessors.Is(subscribe.Call, subscribe.Call.Instance, subscribe.Member) ? Create(subscribe, $"'{subscribe.Member.Name}' is called", Fix)
            : null;
    }

    /// <summary>In code that a host runs for each call.</summary>
    public static Diagnostic? CheckPerCall(SubscribeCall subscribe, SubscriptionEnds endings, CancellationToken cancellationToken)
        => subscribe is { IsPerCall: true, Owner: ConnectionOwner.Foreign, Queue.Fate: QueueFate.None, Handler: not null }
            && !Repetition.IsGuarded(subscribe)
            && !endings.MayCome(subscribe, cancellationToken)
                ? Create(subscribe, subscribe.Context.Description, Fix)
                : null;

    /// <summary>Whether whoever calls the ordinary method around it decides.</summary>
    public static bool MayBeCalled(SubscribeCall subscribe, SubscriptionEnds endings, CancellationToken cancellationToken)
        => subscribe is { Context.IsPresumed: true, Owner: ConnectionOwner.Foreign, Queue.Fate: QueueFate.None or QueueFate.Chained, Handler: { } handler }
            // A wrapper's caller has the handler, and the wrapper itself no fault.
            && handler.Variable is not IParameterSymbol
            && !Repetition.IsGuarded(subscribe)
            && !endings.MayCome(subscribe, cancellationToken);

    /// <summary>Whether each instance of its type subscribes once more, as far as its own code says.</summary>
    public static bool MayComeWithInstances(SubscribeCall subscribe, SubscriptionEnds endings, CancellationToken cancellationToken)
        => subscribe is { Member.IsStatic: false, Owner: ConnectionOwner.Foreign, Queue.Fate: QueueFate.None or QueueFate.Chained, Handler: { } handler }
            && handler.Variable is not IParameterSymbol
            && !Repetition.IsGuarded(subscribe)
            && !endings.MayCome(subscribe, cancellationToken);

    /// <summary>In a type that the container makes again and again. A handler that captures the instance is RG2001's.</summary>
    public static Diagnostic? CheckInstances(SubscribeCall subscribe, ServiceRegistrations registrations)
    {
        string? lifetime = registrations.Of(subscribe.Type.Symbol) switch
        {
            ServiceLifetime.Scoped => "scoped",
            ServiceLifetime.Transient => "transient",
            _ => null,
        };
        return lifetime is null ? null : Create(subscribe, $"a '{subscribe.Type.Symbol.Name}' is created, which is registered as {lifetime}", "subscribe once, in a singleton");
    }

    /// <summary>In an ordinary method that turned out to be called by code that a host runs for each call.</summary>
    public static Diagnostic ReportCalled(SubscribeCall subscribe, string caller)
        => Create(subscribe, $"'{subscribe.Member.Name}' is called by {caller}", Fix);

    private static Diagnostic Create(SubscribeCall subscribe, string occasion, string cure)
        => SubscriptionDiagnostic.Create(Descriptors.SubscribedAgain, subscribe.Call.Syntax, null, subscribe.Name, occasion, cure);
}
