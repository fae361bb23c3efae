using System.Runtime.CompilerServices;
using RedisGuard.Pool.Leaks;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Leaks;

public sealed class HandlesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lease_IsToldWhenItIsAcquired_AndOpenUntilItIsGivenBack()
    {
        await using var pool = Pools.Fake(new FakeOpener());
        var told = new List<AcquiredHandle>();
        Handles.Acquired += Hear;
        try
        {
            var lease = await pool.RentAsync(Cancel);
            var acquired = Assert.Single(told);
            Assert.Equal((RedisLeakKind.Lease, true, true), (acquired.Kind, acquired.IsOpen, acquired.IsHeld));

            await lease.DisposeAsync();
            Assert.False(acquired.IsOpen);
        }
        finally
        {
            Handles.Acquired -= Hear;
        }

        // Other tests rent at the same time.
        void Hear(AcquiredHandle handle)
        {
            if (handle.Site.Member == nameof(Lease_IsToldWhenItIsAcquired_AndOpenUntilItIsGivenBack))
            {
                told.Add(handle);
            }
        }
    }

    [Fact]
    public async Task WhatNobodyHolds_IsOpen_AndNotHeld()
    {
        var acquired = Drop();

        await Eventually.CollectedAsync(() => !acquired.IsHeld);

        Assert.True(acquired.IsOpen);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static AcquiredHandle Drop() => new(new object(), RedisLeakKind.Subscription, default);
}
