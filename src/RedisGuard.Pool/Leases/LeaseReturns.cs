using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Telemetry;

namespace RedisGuard.Pool.Leases;

/// <summary>Takes connections back from those who rented them: to be used again, or closed and opened anew.</summary>
internal sealed class LeaseReturns(ConnectionSlots slots, SlotConnector connector, LeaseRenewals renewals, TimeProvider time)
{
    // Longer than the way to another continent and back; the slot is nobody's meanwhile.
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(1);

    private volatile bool _closed;

    /// <summary>From now on what comes back is closed.</summary>
    public void Close() => _closed = true;

    /// <summary>Takes back what a tenancy had that has ended.</summary>
    public void Take(ConnectionSlot slot, TenancyEnd end)
    {
        if (end != TenancyEnd.Returned)
        {
            _ = connector.DiscardAsync(slot, finishCommands: false);
        }
        else if (_closed || !connector.IsFit(slot) || slot.SpoiltBy == LeaseSpoil.Lost)
        {
            var (spoil, site) = (slot.SpoiltBy, slot.Site);

            // Also here a blocking command that was given up is not waited for.
            _ = connector.DiscardAsync(slot, finishCommands: !slot.Blocking.Any(slot.Tenancy));

            // What its tenant did used it up, also where the server or the library ended it for that.
            if (!_closed && spoil is not (LeaseSpoil.None or LeaseSpoil.Lost))
            {
                renewals.Tell(spoil, site);
            }
        }
        else
        {
            Inspect(slot, slot.Connection!);
        }
    }

    private void Inspect(ConnectionSlot slot, IPhysicalConnection connection)
    {
        var outstanding = Outstanding(slot, connection);
        if (slot.SpoiltBy != LeaseSpoil.None)
        {
            Renew(slot, slot.SpoiltBy, finishCommands: outstanding == 0);
        }
        else if (slot.Blocking.Any(slot.Tenancy) || (outstanding > 0 && connection.Sockets.IsStale))
        {
            // Not waited for: a blocking command that was given up would take an element for nobody. Another thread may just be sending it.
            Renew(slot, LeaseSpoil.Outstanding, finishCommands: false);
        }
        else if (outstanding == 0)
        {
            Keep(slot, connection);
        }
        else
        {
            SettleAsync(slot, connection).Observe();
        }
    }

    // The library speaks on the connection too (the end of its handshake, signs of life), and says of no command whose it is. Who rents
    // meanwhile may have another opened, where there is room.
    private async Task SettleAsync(ConnectionSlot slot, IPhysicalConnection connection)
    {
        var asking = connection.AnsweredAsync();
        asking.Observe();
        await asking.WaitAsync(SettleTime, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var isAnswered = asking.IsCompletedSuccessfully;
        if (_closed || !connector.IsFit(slot) || slot.SpoiltBy != LeaseSpoil.None)
        {
            await connector.DiscardAsync(slot, finishCommands: isAnswered).ConfigureAwait(false);
        }
        else if (isAnswered)
        {
            Keep(slot, connection);
        }
        else
        {
            Renew(slot, LeaseSpoil.Outstanding, finishCommands: false);
        }
    }

    private void Keep(ConnectionSlot slot, IPhysicalConnection connection)
    {
        connection.Sockets.AllowReconnects();
        slots.Release(slot);
    }

    private void Renew(ConnectionSlot slot, LeaseSpoil spoil, bool finishCommands)
    {
        var site = slot.Site;
        connector.RenewAsync(slot, finishCommands).Observe();
        renewals.Tell(spoil, site);
    }

    // Of a connection that is torn down: whatever its innards throw, the permit must come back.
    private static long Outstanding(ConnectionSlot slot, IPhysicalConnection connection) => Fence.Ask(
        static of => of.connection.Operations == of.slot.OperationsAtStart ? 0 : of.connection.OutstandingCommands, (slot, connection), otherwise: 1);
}
