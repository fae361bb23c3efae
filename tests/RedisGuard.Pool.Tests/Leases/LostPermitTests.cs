using NSubstitute;
using RedisGuard.Pool.Leaks;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Leases;

/// <summary>The permit is there again, whatever throws in the middle of a rent or a return.</summary>
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
        Assert.Single(pool.GetSnapshot().Leases);

        lease.Dispose();

        await using var next = await pool.RentAsync(Cancel);
        Assert.True(opener.Connections[0].IsClosed);
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
