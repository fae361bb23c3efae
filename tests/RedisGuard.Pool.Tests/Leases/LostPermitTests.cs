using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using RedisGuard.Pool.Leaks;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Leases;

/// <summary>Whatever throws in the middle of a rent, a return or the pool's own housekeeping: the permit is there again.</summary>
public sealed class LostPermitTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LeaseThatCannotBeMade_GivesItsPermitBack()
    {
        var opener = new FakeOpener();
        await using var pool = Pools.Fake(opener, static options => options.MaxConnections = 1);
        Action<AcquiredHandle> hostile = static handle =>
        {
            if (handle.Site.Member == nameof(LeaseThatCannotBeMade_GivesItsPermitBack))
            {
                throw new InvalidOperationException("no lease");
            }
        };
        Handles.Acquired += hostile;
        try
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => pool.RentAsync(Cancel).AsTask());
            await Assert.ThrowsAsync<InvalidOperationException>(() => pool.RentAsync(Cancel).AsTask());
        }
        finally
        {
            Handles.Acquired -= hostile;
        }

        await using var lease = await pool.RentAsync(Cancel);
        Assert.Equal(3, opener.Opened);
        Assert.Single(pool.GetSnapshot().Leases);
    }

    [Fact]
    public async Task ConnectionThatCannotBeCounted_IsClosed_AndItsPermitComesBack()
    {
        var opener = new FakeOpener();
        await using var pool = Pools.Fake(opener, static options => options.MaxConnections = 1);
        var lease = await pool.RentAsync(Cancel);
        opener.Connections[0].Operations = 1;
        opener.Connections[0].OnOutstanding = static () => throw new InvalidOperationException("the library's innards");

        lease.Dispose();

        await using var next = await pool.RentAsync(Cancel);
        Assert.True(opener.Connections[0].IsClosed);
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

    /// <summary>What is told of a return comes after it: the log may want the very permit.</summary>
    [Fact]
    public async Task LogThatRents_WhenADeadConnectionComesBack_FindsItsPermit()
    {
        var opener = new FakeOpener { OnOpened = static connection => connection.Library = Substitute.For<IConnectionMultiplexer>() };
        RedisPool? pool = null;
        var isToRent = false;
        Exception? failure = null;
        using var logs = new CallingLoggers(() =>
        {
            if (isToRent)
            {
                isToRent = false;
                failure = Record.Exception(() => pool!.RentAsync(Cancel).AsTask().GetAwaiter().GetResult().Dispose());
            }
        });
        await using var used = pool = Pools.Fake(opener, static options => (options.MaxConnections, options.AcquireTimeout) = (1, TimeSpan.FromSeconds(1)), logs: logs);
        var lease = await pool.RentAsync(Cancel);
        _ = lease.Connection;
        opener.Connections[0].IsReady = false;

        isToRent = true;
        lease.Dispose();

        Assert.False(isToRent, "Nothing was logged.");
        Assert.Null(failure);
    }

    [Fact]
    public async Task ConnectionThatCannotSayWhereItLeads_IsOpenAllTheSame()
    {
        var opener = new FakeOpener { OnOpened = static connection => connection.OnDescribe = static () => throw new InvalidOperationException("the library's innards") };
        await using var pool = Pools.Fake(opener);

        await pool.GetConnectionNodeAsync();

        Assert.Equal(RedisConnectionState.Shared, Assert.Single(pool.GetSnapshot().Connections).State);
    }
}
