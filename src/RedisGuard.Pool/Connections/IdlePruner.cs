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
        while (slots.Permits.TryBorrow())
        {
            if (slots.TryTakeIdle() is not { } slot)
            {
                slots.Permits.GiveBack();
                break;
            }

            idle.Add(slot);
        }

        // Taken warmest first, put back coldest first: the order stays.
        for (var index = idle.Count - 1; index >= 0; index--)
        {
            var slot = idle[index];
            if (IsKept(slot))
            {
                GiveBack(slot);
            }
            else
            {
                _ = CloseAsync(slot);
            }
        }
    }

    private bool IsKept(ConnectionSlot slot)
    {
        try
        {
            if (!connector.IsFit(slot) || IsCold(slot) || slot.Connection is not { Sockets.IsStale: false } connection)
            {
                return false;
            }

            // For the next look: a dead socket on which nothing is owed looks like one that is still.
            connection.Ask();
            return true;
        }
#pragma warning disable CA1031 // One that can't even be asked is of no use to anybody, and the others must get their permits back.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private async Task CloseAsync(ConnectionSlot slot)
    {
        await SlotConnector.CloseAsync(slot, finishCommands: true).ConfigureAwait(false);
        GiveBack(slot);
    }

    private void GiveBack(ConnectionSlot slot)
    {
        slots.PutBack(slot);
        slots.Permits.GiveBack();
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
