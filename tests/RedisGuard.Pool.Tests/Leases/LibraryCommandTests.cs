using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Faults;
using RedisGuard.Pool.Tests.Secrets;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Leases;

/// <summary>The library's own commands are none that a tenant left behind.</summary>
public sealed class LibraryCommandTests(RedisFixture redis)
{
    private const int Renewed = 1013;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>
    /// On a busy machine the library was still greeting the server on its second socket when a lease came back: that was taken for a
    /// command of the tenant's, and the connection closed. (Seen as a kept database whose lease had no successor on its connection.)
    /// </summary>
    [Fact]
    public async Task CommandUnderWayOnTheSocketForMessages_LeavesTheConnectionForTheNext()
    {
        using var logs = new FakeLoggers();
        await using var proxy = new TcpProxy(redis.Server.Port);
        await using var pool = new RedisPool(
            Pools.Real(redis, options =>
            {
                options.Configuration = $"{proxy.Configuration},password={Secret.Password},protocol=resp2";
                options.MaxConnections = 1;
            }),
            logs);
        IPhysicalConnection connection;
        await using (var lease = await pool.RentAsync(Cancel))
        {
            connection = lease.Slot.Connection!;
            await Eventually.TrueAsync(() => connection.Multiplexer.GetCounters().Subscription is { Subscriptions: > 0, TotalOutstanding: 0 });
            proxy.ForgetSubscribers();
            connection.Multiplexer.GetSubscriber().PingAsync().Observe();
            await lease.Database.StringSetAsync("library-command", 1);
            Assert.Equal((1, 0), (connection.Outstanding, connection.OutstandingCommands));
        }

        await using var next = await pool.RentAsync(Cancel);
        Assert.Same(connection, next.Slot.Connection);
        Assert.Empty(logs.Of(Renewed));
    }
}
