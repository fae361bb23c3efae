using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Telemetry;

namespace RedisGuard.Pool;

/// <summary>Closes a pool, once. Who has all the permits has all the connections: that is how it knows that none is left.</summary>
internal sealed class PoolDrain(ConnectionSlots slots, SlotConnector connector, string pool, TimeSpan timeout, ILogger logger, TimeProvider time)
{
    // For sockets to close after the deadline; on loopback it takes under a millisecond.
    public static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(1);

    /// <summary>Drains. To be called once.</summary>
    /// <param name="closeUnrented">Closes what is not leased.</param>
    public async Task RunAsync(Func<Task> closeUnrented)
    {
        slots.Permits.Close();
        slots.GiveBack();
        var closing = closeUnrented();
        var collecting = CollectAsync();
        try
        {
            await collecting.WaitAsync(timeout, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            foreach (var slot in slots.All)
            {
                Reclaim(slot);
            }
        }

        // What is left now is being opened or closed, which ends by itself: collecting goes on until no connection is left,
        // but nobody has to wait for a server that doesn't answer.
        await Task.WhenAny(Task.WhenAll(closing, collecting), Task.Delay(ClosingTime, time)).ConfigureAwait(false);
    }

    private async Task CollectAsync()
    {
        for (var collected = 0; collected < slots.All.Count; collected++)
        {
            if (!slots.Permits.TryAcquire())
            {
                await slots.Permits.Enqueue(int.MaxValue, draining: true)!.Task.ConfigureAwait(false);
            }

            // Kept, with its permit: nobody else gets it any more.
            var slot = slots.TakeWarm();
            await SlotConnector.CloseAsync(slot, finishCommands: true).ConfigureAwait(false);
            slot.State = RedisConnectionState.None;
        }
    }

    private void Reclaim(ConnectionSlot slot)
    {
        var tenancy = slot.Tenancy;
        var site = slot.Site;
        var held = time.GetElapsedTime(slot.RentedAt);
        if (slot.TryEnd(tenancy, TenancyEnd.Reclaimed))
        {
            PoolLog.HeldAtDrain(logger, pool, site.FilePath, site.Line, site.Member, held);
            _ = connector.DiscardAsync(slot, finishCommands: false);
        }
    }
}
