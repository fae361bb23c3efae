using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Tests.Doubles;

namespace RedisGuard.Pool.Tests.Connections;

public sealed class ConnectionSlotsTests
{
    [Fact]
    public void WithheldPermits_AreOutOfUse_UntilTheyAreGivenBack()
    {
        var slots = new ConnectionSlots(5);
        Assert.True(slots.Permits.TryAcquire());
        Assert.Equal(3, slots.Withhold(3));
        Assert.Equal((2, 1), (slots.Limit, slots.Permits.Available));
        // Only what is free: a lease is never taken back.
        Assert.Equal(1, slots.Withhold(3));
        Assert.Equal(0, slots.Withhold(-1));
        slots.GiveBack();
        Assert.Equal((5, 4), (slots.Limit, slots.Permits.Available));
        Assert.Equal(0, slots.Withhold(1));
    }

    [Fact]
    public void IdleConnections_AreTakenWarmestFirst_AndVacantSlotsWhereNoneIsWanted()
    {
        var slots = new ConnectionSlots(3);
        Assert.Equal((0, 0), slots.Count());
        var (cold, warm) = (slots.TakeWarm(), slots.TakeWarm());
        (cold.State, warm.State) = (RedisConnectionState.Leased, RedisConnectionState.Connecting);
        Assert.Equal((0, 2), slots.Count());
        foreach (var slot in (ConnectionSlot[])[cold, warm])
        {
            slot.Connection = new FakeConnection("idle");
            slots.PutBack(slot);
            Assert.Equal(RedisConnectionState.Idle, slot.State);
        }

        Assert.Equal((2, 0), slots.Count());
        Assert.Equal(2, slots.TakeVacant().Index);
        Assert.Same(warm, slots.TryTakeIdle());
        Assert.Same(cold, slots.TakeVacant());
        Assert.Null(slots.TryTakeIdle());
        slots.PutBack(warm);
        Assert.Same(warm, slots.TakeWarm());
    }

    [Fact]
    public void SlotWithoutAConnection_ComesBackVacant_AndItsPermitWithIt()
    {
        var slots = new ConnectionSlots(1);
        Assert.True(slots.Permits.TryAcquire());
        var slot = slots.TakeWarm();
        slot.State = RedisConnectionState.Closing;

        slots.Release(slot);

        Assert.Equal((RedisConnectionState.None, 1), (slot.State, slots.Permits.Available));
        Assert.Null(slots.TryTakeIdle());
        Assert.Same(slot, slots.TakeWarm());
    }
}
