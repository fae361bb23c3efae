using System.Collections.Immutable;

namespace RedisGuard.Analyzers.Rules;

/// <summary>
/// The rules on what is taken and not given back: connections, subscriptions, handlers, queues, replies, locks, leases, cached
/// scripts, recorded commands. The preset <c>leaks-only</c> is made of these.
/// </summary>
internal static class LeakRules
{
    public static readonly ImmutableHashSet<string> Ids = ImmutableHashSet.Create(
        Descriptors.OpenedPerCall.Id,
        Descriptors.NeverClosed.Id,
        Descriptors.OwnerDoesNotClose.Id,
        Descriptors.ReplacedWithoutClosing.Id,
        Descriptors.RegistrationOpensPerScope.Id,
        Descriptors.RacingCallersLeak.Id,
        Descriptors.RegisteredInstanceNeverClosed.Id,
        Descriptors.OutlivesSubscriber.Id,
        Descriptors.QueueNeverUnsubscribed.Id,
        Descriptors.UnsubscribeWithoutEffect.Id,
        Descriptors.SubscribedAgain.Id,
        Descriptors.EventHandlerNeverRemoved.Id,
        Descriptors.ConsumerCannotEnd.Id,
        Descriptors.ReplyNotReturned.Id,
        Descriptors.LockNotReleased.Id,
        Descriptors.LockReleasedWithAnotherToken.Id,
        Descriptors.HandleNotDisposed.Id,
        Descriptors.GeneratedScript.Id,
        Descriptors.ProfilingNeverFinished.Id,
        Descriptors.LeakSeen.Id);
}
