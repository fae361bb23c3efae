using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Connections;

public sealed class IdlePrunerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UnusedConnection_IsClosedAfterTheIdleTimeout_AndAUsedOneStays()
    {
        var time = new FakeTimeProvider();
        var opener = new FakeOpener();
        await using var pool = Pools.Fake(opener, static options => options.IdleTimeout = TimeSpan.FromMinutes(10), time);
        var cold = await pool.RentAsync(Cancel);
        var warm = await pool.RentAsync(Cancel);
        await cold.DisposeAsync();
        await warm.DisposeAsync();

        for (var minute = 0; minute < 11; minute++)
        {
            await using (await pool.RentAsync(Cancel))
            {
                time.Advance(TimeSpan.FromMinutes(1));
            }
        }

        await Eventually.TrueAsync(() => opener.Connections[0].IsClosed);
        Assert.False(opener.Connections[1].IsClosed);
        Assert.Equal(1, pool.GetSnapshot().Count(RedisConnectionState.Idle));
    }

    [Theory]
    [InlineData(nameof(RedisPoolOptions.IdleTimeout))]
    [InlineData(nameof(RedisPoolOptions.MaxLifetime))]
    public async Task ConnectionsOpenedTogether_AreNotClosedTogether(string setting)
    {
        var limit = TimeSpan.FromMinutes(100);
        var time = new FakeTimeProvider();
        var opener = new FakeOpener();
        await using var pool = Pools.Fake(
            opener,
            options =>
            {
                options.IdleTimeout = setting == nameof(options.IdleTimeout) ? limit : Timeout.InfiniteTimeSpan;
                options.MaxLifetime = setting == nameof(options.MaxLifetime) ? limit : Timeout.InfiniteTimeSpan;
            },
            time);
        var leases = new List<RedisLease>();
        for (var i = 0; i < 40; i++)
        {
            leases.Add(await pool.RentAsync(Cancel));
        }

        leases.ForEach(static lease => lease.Dispose());

        Pass(89);
        Assert.Equal(40, Idle());
        Pass(6);
        await Eventually.TrueAsync(() => Idle() is >= 1 and <= 39); // all on one side: once in 2^39 runs
        Pass(6);
        await Eventually.TrueAsync(() => Idle() == 0);
        await Eventually.TrueAsync(() => opener.Connections.All(static connection => connection.IsClosed));

        void Pass(int minutes)
        {
            for (var minute = 0; minute < minutes; minute++)
            {
                time.Advance(TimeSpan.FromMinutes(1));
            }
        }

        // What is no longer idle is closed a moment later, on another thread.
        int Idle() => pool.GetSnapshot().Count(RedisConnectionState.Idle);
    }

    [Fact]
    public async Task DeadIdleConnection_IsClosed()
    {
        var time = new FakeTimeProvider();
        var opener = new FakeOpener();
        await using var pool = Pools.Fake(opener, time: time);
        await (await pool.RentAsync(Cancel)).DisposeAsync();
        opener.Connections[0].IsReady = false;

        time.Advance(TimeSpan.FromSeconds(15));

        await Eventually.TrueAsync(() => pool.GetSnapshot().Connections.Count == 0);
        Assert.True(opener.Connections[0].IsClosed);
    }

    [Fact]
    public async Task OldConnection_IsNotRentedAgain()
    {
        var time = new FakeTimeProvider();
        var opener = new FakeOpener();
        await using var pool = Pools.Fake(opener, static options => options.MaxLifetime = TimeSpan.FromHours(1), time);
        var lease = await pool.RentAsync(Cancel);
        time.Advance(TimeSpan.FromHours(1));

        await lease.DisposeAsync();

        await Eventually.TrueAsync(() => opener.Connections[0].IsClosed);
    }

    [Fact]
    public async Task ConnectionThatCannotBeAsked_IsClosed_AndThePrunerGivesAllPermitsBack()
    {
        var time = new FakeTimeProvider();
        var opener = new FakeOpener { OnOpened = static connection => connection.OnAsk = static () => throw new InvalidOperationException("the library's innards") };
        await using var pool = Pools.Fake(opener, static options => options.MaxConnections = 2, time);
        var (one, other) = (await pool.RentAsync(Cancel), await pool.RentAsync(Cancel));
        one.Dispose();
        other.Dispose();

        time.Advance(TimeSpan.FromSeconds(15));

        await Eventually.TrueAsync(() => opener.Connections.All(static connection => connection.IsClosed));
        (await pool.RentAsync(Cancel)).Dispose();
        (await pool.RentAsync(Cancel)).Dispose();
    }

    /// <summary>The pruner holds every free permit for a moment. To somebody who doesn't want to wait that looked like an exhausted pool.</summary>
    [Fact]
    public async Task RentBesideThePruner_IsServed_ThoughNobodyMayWait()
    {
        var time = new FakeTimeProvider();
        Task<RedisLease>? renting = null;
        RedisPool? pool = null;
        var opener = new FakeOpener { OnOpened = connection => connection.OnAsk = () => renting ??= pool!.RentAsync(Cancel).AsTask() };
        await using var used = pool = Pools.Fake(opener, static options => (options.MaxConnections, options.MaxWaiters) = (1, 0), time);
        (await pool.RentAsync(Cancel)).Dispose();

        time.Advance(TimeSpan.FromSeconds(15));

        await Eventually.TrueAsync(() => renting is not null);
        await using var lease = await renting!;
        await Assert.ThrowsAsync<RedisPoolExhaustedException>(() => pool.RentAsync(Cancel).AsTask());
    }
}
