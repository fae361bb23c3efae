using RedisGuard.Pool.Connections;

namespace RedisGuard.Pool.Subscriptions;

/// <summary>Connections that carry one subscription each. They count like all others.</summary>
internal sealed class SubscriptionConnections(
    ConnectionSlots slots, SlotConnector connector, ExhaustionDiagnosis diagnosis, RedisPoolOptions options, TimeProvider time)
{
    public async Task<ConnectionSlot> OpenAsync(CancellationToken cancellationToken)
    {
        var deadline = new Deadline(time, options.AcquireTimeout);
        await slots.Permits.AcquireAsync(deadline, options.MaxWaiters, diagnosis, cancellationToken).ConfigureAwait(false);
        var slot = slots.TakeVacant();
        var opening = connector.OpenAsync(slot, RedisConnectionKind.Subscription);
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
