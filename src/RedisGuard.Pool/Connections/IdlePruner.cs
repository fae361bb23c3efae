namespace RedisGuard.Pool.Connections;

/// <summary>Closes idle connections that nobody wanted for long, or that are dead or too old.</summary>
/// <remarks>
/// It takes every free permit for the microseconds that the choice takes; who comes in between waits in the queue and is
/// served at once. So no connection can be rented and closed at the same time.
/// </remarks>
internal sealed class IdlePruner(ConnectionSlots slots, SlotConnector connector, TimeProvider time)
{
    public void Prune()
    {
        var idle = new List<ConnectionSlot>();
        while (slots.Permits.TryAcquire())
        {
            if (slots.TryTakeIdle() is not { } slot)
            {
                slots.Permits.Release();
                break;
            }

            idle.Add(slot);
        }

        // Taken warmest first, put back coldest first: the order stays.
        for (var index = idle.Count - 1; index >= 0; index--)
        {
            var slot = idle[index];
            if (connector.IsFit(slot) && !IsCold(slot) && slot.Connection is { Sockets.IsStale: false } connection)
            {
                // For the next look: a dead socket on which nothing is owed looks like one that is still.
                connection.Ask();
                slots.Release(slot);
            }
            else
            {
                _ = connector.DiscardAsync(slot, finishCommands: true);
            }
        }
    }

    // A return takes no time stamp, for speed. A connection whose tenancy is the one seen by an earlier look has not been
    // rented since then.
    private bool IsCold(ConnectionSlot slot)
    {
        if (slot.SeenTenancy != slot.Tenancy)
        {
            slot.SeenTenancy = slot.Tenancy;
            slot.SeenAt = time.GetTimestamp();
            return false;
        }

        return time.GetElapsedTime(slot.SeenAt) >= slot.IdleTimeout;
    }
}
