using System.Collections.Concurrent;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Faults;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Connections;

/// <summary>Shared connections as the server and the library see them.</summary>
public sealed class SharedOnAServerTests(RedisFixture redis)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Database_IsTheLibrarysOwn_AndAnswers()
    {
        await using var pool = new RedisPool(Pools.Real(redis));
        var db = await pool.GetDatabaseAsync(Cancel);
        await db.StringSetAsync("shared", "yes");

        Assert.Equal("yes", await pool.GetDatabase().StringGetAsync("shared"));
        Assert.Same(await pool.GetConnectionAsync(Cancel), pool.GetConnection());
        Assert.Same(pool.GetConnection(), db.Multiplexer);
        Assert.Equal(3, pool.GetDatabase(3).Database);
    }

    [Fact]
    public async Task SharedConnections_AreSpread_AndNamed()
    {
        var options = Pools.Real(redis, static options =>
        {
            options.SharedConnections = 3;
            options.Name = "spread";
        });
        await using var pool = new RedisPool(options);

        var connections = new HashSet<IConnectionMultiplexer>();
        await Eventually.TrueAsync(async () =>
        {
            connections.Add((await pool.GetDatabaseAsync(Cancel)).Multiplexer);
            return connections.Count == 3;
        });

        var names = await redis.ClientNamesAsync(options.ApplicationName!);
        Assert.Equal(3, names.Count);
        Assert.All(names, name => Assert.StartsWith($"rg:{options.ApplicationName}:spread:shared:", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ConnectionThatABorrowerDisposed_IsOpenedAnew_AndTold_AndItsSubscriptionsFollow()
    {
        using var logs = new FakeLoggers();
        await using var pool = new RedisPool(Pools.Real(redis), logs);
        var channel = RedisChannel.Literal(pool.Name);
        var told = new ConcurrentQueue<string>();
        await using var subscription = await pool.SubscribeAsync(
            channel,
            message => told.Enqueue(message.Value.ToString()),
            new RedisSubscriptionOptions
            {
                OnGap = gap =>
                {
                    told.Enqueue(gap.Cause.ToString());
                    return Task.CompletedTask;
                },
            },
            Cancel);
        var disposed = await pool.GetConnectionAsync(Cancel);

        await disposed.DisposeAsync();

        Assert.NotEqual(TimeSpan.Zero, await (await pool.GetDatabaseAsync(Cancel)).PingAsync());
        await Eventually.TrueAsync(() => !told.IsEmpty);
        await redis.Admin.Multiplexer.GetSubscriber().PublishAsync(channel, "after");
        await Eventually.TrueAsync(() => told.Contains("after"));
        Assert.Equal(["Reopened", "after"], told);
        Assert.Single(logs.Of(1107));
        await Eventually.TrueAsync(() => pool.GetSnapshot().Connections.Count == 1);
    }

    [Fact]
    public async Task ConnectionThatABorrowerDisposed_IsOpenedAnewForItsSubscriptions_ThoughNobodyAsks()
    {
        using var logs = new FakeLoggers();
        await using var pool = new RedisPool(Pools.Real(redis), logs);
        var channel = RedisChannel.Literal(pool.Name);
        var gap = new TaskCompletionSource<RedisGapCause>();
        await using var subscription = await pool.SubscribeAsync(
            channel,
            static _ => { },
            new RedisSubscriptionOptions
            {
                OnGap = told =>
                {
                    gap.TrySetResult(told.Cause);
                    return Task.CompletedTask;
                },
            },
            Cancel);

        await (await pool.GetConnectionAsync(Cancel)).DisposeAsync();

        Assert.Equal(RedisGapCause.Reopened, await gap.Task.WaitAsync(Eventually.Deadline, Cancel));
    }

    [Fact]
    public async Task GuardedCallsOnAConnectionThatABorrowerDisposes_End()
    {
        await using var proxy = new TcpProxy(redis.Server.Port);
        await using var pool = new RedisPool(
            Pools.Real(redis, options => options.Configuration = $"{proxy.Configuration},password={Secrets.Secret.Password}"), new FakeLoggers());
        var borrowed = await pool.GetConnectionAsync(Cancel);
        proxy.IsBlackHole = true;
        var calls = Enumerable.Range(0, 50).Select(_ => pool.ExecuteAsync(static database => database.PingAsync(), retry: RedisRetry.Never).AsTask()).ToArray();

        await borrowed.DisposeAsync();

        foreach (var call in calls)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => call.WaitAsync(Eventually.Deadline, Cancel));
            Assert.True(call.IsCompleted, "the call never ended");
        }
    }

    [Fact]
    public async Task UnreachableServer_IsTheLibrarysException()
    {
        using var nobody = new ClosedPort();
        await using var pool = new RedisPool(Pools.Options(options => options.Configuration = $"{nobody.Configuration},connectRetry=0,connectTimeout=500"));

        Assert.Throws<RedisConnectionException>(() => pool.GetDatabase());
        Assert.Throws<RedisConnectionException>(() => pool.GetDatabase());
        Assert.Empty(pool.GetSnapshot().Connections);
    }
}
