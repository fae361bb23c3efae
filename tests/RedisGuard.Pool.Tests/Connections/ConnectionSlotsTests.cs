using RedisGuard.Pool.Connections;

namespace RedisGuard.Pool.Tests.Connections;

public sealed class ConnectionSlotsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

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
}
