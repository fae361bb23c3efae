using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Leases;

public sealed class RentTests(RedisFixture redis)
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
    public async Task ReturnedConnection_IsRentedAgain_WarmestFirst()
    {
        var opener = new FakeOpener();
        await using var pool = Pools.Fake(opener);

        var first = await pool.RentAsync(Cancel);
        var second = await pool.RentAsync(Cancel);
        await first.DisposeAsync();
        await second.DisposeAsync();
        await using var third = await pool.RentAsync(Cancel);

        Assert.Equal(2, opener.Opened);
        Assert.Equal("fake:Exclusive:2", Assert.Single(pool.GetSnapshot().Leases).ClientName);
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
    public async Task Exhausted_FailsAtTheDeadline_AndSaysWhoHoldsWhat()
    {
        var time = new FakeTimeProvider();
        var pool = Pools.Fake(new FakeOpener(), options => options.MaxConnections = 2, time);
        await using var one = await pool.RentAsync(Cancel);
        await using var other = await pool.RentAsync(Cancel);

        var waiting = pool.RentAsync(Cancel).AsTask();
        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));
        var exhausted = await Assert.ThrowsAsync<RedisPoolExhaustedException>(() => waiting);

        Assert.Contains("Limit 2 (MaxConnections): 2 leased; 0 waiting", exhausted.Message, StringComparison.Ordinal);
        Assert.Contains($"{nameof(RentTests)}.cs:", exhausted.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(Exhausted_FailsAtTheDeadline_AndSaysWhoHoldsWhat), exhausted.Message, StringComparison.Ordinal);
        Assert.Equal(2, exhausted.Snapshot!.Leases.Count);
        Assert.Equal(RedisExhaustionCause.Load, exhausted.LikelyCause);
    }

    [Fact]
    public async Task ConnectSlowerThanTheDeadline_TimesOut_AndGoesToThePool()
    {
        var time = new FakeTimeProvider();
        var opener = new FakeOpener();
        var go = new TaskCompletionSource();
        opener.OnOpen = _ => go.Task;
        await using var pool = Pools.Fake(opener, options => options.MaxConnections = 1, time);

        var waiting = pool.RentAsync(Cancel).AsTask();
        time.Advance(TimeSpan.FromSeconds(6));
        var slow = await Assert.ThrowsAsync<RedisTimeoutException>(() => waiting);
        Assert.EndsWith("When it arrives, it goes to the pool.", slow.Message, StringComparison.Ordinal);
        Assert.True(Assert.Single(pool.GetSnapshot().Connections) is { State: RedisConnectionState.Connecting, Kind: RedisConnectionKind.Exclusive });
        go.SetResult();

        await Eventually.TrueAsync(() => pool.GetSnapshot().Count(RedisConnectionState.Idle) == 1);
        await using var lease = await pool.RentAsync(Cancel);
        Assert.Equal(1, opener.Opened);
    }

    [Fact]
    public async Task ConnectThatTheCallerGaveUp_GoesToThePool()
    {
        var go = new TaskCompletionSource();
        var opener = new FakeOpener { OnOpen = _ => go.Task };
        await using var pool = Pools.Fake(opener, options => options.MaxConnections = 1);
        using var impatience = new CancellationTokenSource();

        var renting = pool.RentAsync(impatience.Token).AsTask();
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => renting);
        go.SetResult();

        await Eventually.TrueAsync(() => pool.GetSnapshot().Count(RedisConnectionState.Idle) == 1);
        await using var lease = await pool.RentAsync(Cancel);
        Assert.Equal(1, opener.Opened);
    }

    [Fact]
    public async Task CancelledWaiter_CostsNoConnectAndNoPermit()
    {
        var opener = new FakeOpener();
        await using var pool = Pools.Fake(opener, options => options.MaxConnections = 1);
        using var impatience = new CancellationTokenSource();

        var held = await pool.RentAsync(Cancel);
        var waiting = pool.RentAsync(impatience.Token).AsTask();
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await held.DisposeAsync();

        await using var again = await pool.RentAsync(Cancel);
        Assert.Equal(1, opener.Opened);
    }

    [Fact]
    public async Task FailedConnect_FreesItsPermit()
    {
        var opener = new FakeOpener { OnOpen = static number => number == 1 ? throw new IOException("no") : Task.CompletedTask };
        await using var pool = Pools.Fake(opener, options => options.MaxConnections = 1);

        await Assert.ThrowsAsync<IOException>(() => pool.RentAsync(Cancel).AsTask());
        await using var lease = await pool.RentAsync(Cancel);

        Assert.Single(pool.GetSnapshot().Leases);
    }

    [Fact]
    public async Task DisposingTwice_ReturnsOnce()
    {
        await using var pool = Pools.Fake(new FakeOpener(), options => options.MaxConnections = 2);

        var lease = await pool.RentAsync(Cancel);
        await lease.DisposeAsync();
        await using var next = await pool.RentAsync(Cancel);
        await lease.DisposeAsync();
        lease.Abandon();

        Assert.Single(pool.GetSnapshot().Leases);
    }

    [Fact]
    public async Task RacingDisposes_ReturnOnce()
    {
        await using var pool = Pools.Fake(new FakeOpener(), options => options.MaxConnections = 2);
        for (var round = 0; round < 2_000; round++)
        {
            var lease = await pool.RentAsync(Cancel);
            using var start = new Barrier(2);
            await Task.WhenAll(
                Task.Run(() => { start.SignalAndWait(); lease.Dispose(); }, Cancel),
                Task.Run(() => { start.SignalAndWait(); lease.Abandon(); }, Cancel));
        }

        await Eventually.TrueAsync(() => pool.GetSnapshot().Count(RedisConnectionState.Closing) == 0);
        await using var one = await pool.RentAsync(Cancel);
        await using var other = await pool.RentAsync(Cancel);
        Assert.Equal(2, pool.GetSnapshot().Leases.Count);
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

        Assert.Equal(2, explicitly.Message.Split("RentTests.cs:").Length - 1);
        Assert.Contains("returned at", explicitly.Message, StringComparison.Ordinal);
        Assert.Contains("returned at", byUsing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AbandonedConnection_IsClosed_NeverReused()
    {
        var opener = new FakeOpener();
        await using var pool = Pools.Fake(opener, options => options.MaxConnections = 1);

        var lease = await pool.RentAsync(Cancel);
        lease.Abandon();
        await using var next = await pool.RentAsync(Cancel);

        Assert.True(opener.Connections[0].IsClosed);
        Assert.Equal(2, opener.Opened);
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
