using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Tests.Doubles;

namespace RedisGuard.Pool.Tests.Leases;

// What must be so after each step.
internal sealed partial class RentModel
{
    private void Harvest()
    {
        foreach (var renting in _renting.Where(static renting => renting.Task.IsCompleted).ToArray())
        {
            _renting.Remove(renting);
            renting.Cancel.Dispose();
            if (!renting.Task.IsCompletedSuccessfully)
            {
                Count(renting.Task.Exception?.InnerException?.GetType().Name ?? "gave up");
                continue;
            }

            var lease = renting.Task.Result;
            var connection = (FakeConnection)lease.Slot.Connection!;
            Assert.True(lease.Slot.IsHeld(lease.Tenancy));
            Assert.False(connection.IsClosed, "a closed connection was handed out");
            Assert.DoesNotContain(connection, _spoilt);
            Assert.DoesNotContain(_held, other => other.Slot == lease.Slot);
            _held.Add(lease);
            Count("rented");
        }

        if (IsClosed)
        {
            // A drain takes back what is held for too long.
            for (var reclaimed = _held.RemoveAll(static lease => !lease.Slot.IsHeld(lease.Tenancy)); reclaimed > 0; reclaimed--)
            {
                Count("reclaimed");
            }
        }
    }

    // held + free + in flight = limit, as permits and as slots, after every step.
    private void Check()
    {
        var held = 0;
        var free = 0;
        var inFlight = 0;
        foreach (var slot in _slots.All)
        {
            switch (slot.State)
            {
                case RedisConnectionState.Leased when slot.IsHeld(slot.Tenancy):
                    held++;
                    break;
                case RedisConnectionState.None or RedisConnectionState.Idle:
                    free++;
                    break;
                default:
                    inFlight++;
                    break;
            }
        }

        Assert.Equal(_held.Count, held);
        Assert.Equal(Limit, held + free + inFlight);
        _opener.Connections.RemoveAll(static connection => connection.IsClosed);
        Assert.InRange(_opener.Connections.Count + _opening.Count + _hung.Count, 0, Limit);
        if (!IsClosed)
        {
            // A drain keeps the permits that it collects.
            Assert.Equal(free, _slots.Permits.Available);
            Assert.True(free == 0 || _slots.Permits.Waiting == 0, "somebody waits while a permit is free");
        }
    }
}
