using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Leases;

/// <summary>Leases as the server sees them.</summary>
public sealed class RentOnAServerTests(RedisFixture redis)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lease_HasAConnectionOfItsOwn()
    {
        var options = Real(options => options.MaxConnections = 3);
        await using var pool = new RedisPool(options);

        await using var one = await pool.RentAsync(Cancel);
        await using var other = await pool.RentAsync(Cancel);
        await one.Database.StringSetAsync("lease", 1);

        Assert.NotSame(one.Connection, other.Connection);
        Assert.NotSame(one.Connection, pool.GetConnection());
        Assert.Equal(1, await other.Database.StringGetAsync("lease"));
        Assert.Contains(await redis.ClientNamesAsync(options.ApplicationName!), name => name.Contains(":exclusive:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Snapshot_TellsTheSockets_AsTheServerCountsThem()
    {
        Assert.SkipUnless(redis.Server is RedisProcess, "Garnet lists connections later than it accepts them.");
        var options = Real();
        await using var pool = new RedisPool(options);
        await pool.GetDatabaseAsync(Cancel);
        await using var lease = await pool.RentAsync(Cancel);

        // The library opens the second socket of a connection in its own time.
        await Eventually.TrueAsync(async () =>
            pool.GetSnapshot().Connections is [{ Sockets: > 0 } one, { Sockets: > 0 } other]
            && one.Sockets + other.Sockets == await redis.SocketsAsync(options.ApplicationName!));
    }

    [Fact]
    public async Task Limit_IsHard_AsTheServerSeesIt_ThroughAllThatOpensAndCloses()
    {
        Assert.SkipUnless(redis.Server is RedisProcess, "Garnet lists a client even after it has gone.");
        const int limit = 5;
        const int workers = 32;
        const int rounds = 24;
        var options = Real(options => options.MaxConnections = limit);
        await using var pool = new RedisPool(options);
        await pool.GetDatabaseAsync(Cancel);
        var working = Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(
            async () =>
            {
                for (var round = 0; round < rounds; round++)
                {
                    if ((round + worker) % 4 == 0)
                    {
                        await using var subscription = await pool.SubscribeAsync(
                            RedisChannel.Literal(options.Name!), static _ => { }, new RedisSubscriptionOptions { Dedicated = true }, Cancel);
                        continue;
                    }

                    await using var lease = await pool.RentAsync(Cancel);
                    await lease.Database.PingAsync();
                    if ((round + worker) % 4 == 1)
                    {
                        lease.Abandon();
                    }
                }
            },
            Cancel)));

        // A name once for all sockets of a connection: the server lists one until its last socket is gone.
        var (looks, most) = (0, 0);
        while (!working.IsCompleted)
        {
            most = Math.Max(most, (await redis.ClientNamesAsync(options.ApplicationName!)).Count);
            Assert.InRange(pool.GetSnapshot().Connections.Count, 1, limit);
            looks++;
        }

        await working;
        Assert.InRange(looks, 20, int.MaxValue);
        Assert.Equal(limit, most);
    }

    [Fact]
    public async Task UseAfterReturn_NamesBothLines()
    {
        await using var pool = new RedisPool(Real());

        var lease = await pool.RentAsync(Cancel);
        await lease.DisposeAsync();
        var explicitly = Assert.Throws<ObjectDisposedException>(() => lease.Database);
        RedisLease escaped;
        await using (var used = await pool.RentAsync(Cancel))
        {
            escaped = used;
        }

        var byUsing = Assert.Throws<ObjectDisposedException>(() => escaped.Connection);

        Assert.Equal(2, explicitly.Message.Split("RentOnAServerTests.cs:").Length - 1);
        Assert.Contains("returned at", explicitly.Message, StringComparison.Ordinal);
        Assert.Contains("returned at", byUsing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LeftInABlockingCommand_IsClosed()
    {
        Assert.SkipUnless(redis.Server is RedisProcess, "Garnet lists a blocked client even after it has gone.");
        var options = Real(options => options.MaxConnections = 1);
        await using var pool = new RedisPool(options);

        var lease = await pool.RentAsync(Cancel);
        var name = Assert.Single(await redis.ClientNamesAsync(options.ApplicationName!));
        var blocked = lease.Database.ExecuteAsync("BLPOP", "never", "0");
        await lease.DisposeAsync();
        await using var next = await pool.RentAsync(Cancel);

        await next.Database.PingAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => blocked);
        await Eventually.TrueAsync(async () => !(await redis.ClientNamesAsync(options.ApplicationName!)).Contains(name));
    }

    private RedisPoolOptions Real(Action<RedisPoolOptions>? configure = null) => Pools.Real(redis, configure);
}
