using System.Net;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Resilience;

namespace RedisGuard.Pool.Subscriptions;

/// <summary>Connections that carry subscriptions and nothing else. They count like all others.</summary>
internal sealed class SubscriptionConnections(
    ConnectionSlots slots, SlotConnector connector, ExhaustionDiagnosis diagnosis, FleetSize fleet, RedisPoolOptions options, TimeProvider time)
{
    // Who is before all others needn't wait long; where all are held for long, there is another way.
    private static readonly TimeSpan FirstOnesPatience = TimeSpan.FromSeconds(1);

    /// <summary>Tells whether the limit leaves any beside the shared connections.</summary>
    public bool HasRoom => slots.Limit > options.SharedConnections;

    /// <summary>The number of clients of the server.</summary>
    public FleetSize Fleet => fleet;

    /// <param name="node">The one node of several that it leads to; <see langword="null"/> for what the configuration says.</param>
    /// <param name="isFirst">Whether it comes before all who wait for a lease.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<ConnectionSlot> OpenAsync(EndPoint? node, bool isFirst, CancellationToken cancellationToken)
    {
        var deadline = new Deadline(time, options.AcquireTimeout);
        var patience = isFirst && options.AcquireTimeout > FirstOnesPatience ? new Deadline(time, FirstOnesPatience) : deadline;
        await slots.Permits.AcquireAsync(patience, isFirst ? int.MaxValue : options.MaxWaiters, diagnosis, cancellationToken, isFirst).ConfigureAwait(false);
        var slot = slots.TakeVacant();
        var opening = connector.OpenAsync(slot, RedisConnectionKind.Subscription, node);
        try
        {
            await deadline.WaitAsync(opening, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // It bears the name of a subscription and is of no use to a lease: closed when it arrives.
            _ = DiscardAsync(slot, opening);
            if (e is TimeoutException && !opening.IsFaulted)
            {
                throw diagnosis.ConnectTooSlow(deadline.Elapsed, e, isKept: false);
            }

            throw;
        }

        slot.State = RedisConnectionState.Subscribed;
        return slot;
    }

    public Task CloseAsync(ConnectionSlot slot) => connector.DiscardAsync(slot, finishCommands: false);

    private async Task DiscardAsync(ConnectionSlot slot, Task opening)
    {
        await opening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await CloseAsync(slot).ConfigureAwait(false);
    }
}
