using Microsoft.Extensions.Time.Testing;
using System.Collections.Concurrent;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Faults;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Connections;

public sealed class SharedConnectionTests(RedisFixture redis)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pool_ConnectsOnFirstUseOnly()
    {
        var opener = new FakeOpener();
        await using var pool = Pools.Fake(opener);
        Assert.Equal(0, opener.Opened);

        await Assert.ThrowsAsync<NotSupportedException>(() => pool.GetConnectionAsync(Cancel));
        Assert.Equal(1, opener.Opened);
    }

    [Fact]
    public async Task RacingCallers_ConnectOnce()
    {
        var opener = new FakeOpener();
        var go = new TaskCompletionSource();
        opener.OnOpen = _ => go.Task;
        await using var pool = Pools.Fake(opener);

        var callers = Enumerable.Range(0, 64).Select(_ => Task.Run(() => pool.GetConnectionAsync(Cancel))).ToArray();
        await Eventually.TrueAsync(() => opener.Opened > 0);
        go.SetResult();
        foreach (var caller in callers)
        {
            await Assert.ThrowsAsync<NotSupportedException>(() => caller);
        }

        Assert.Equal(1, opener.Opened);
    }

    [Fact]
    public async Task FailedConnect_IsForgotten_AndItsPermitFreed()
    {
        var opener = new FakeOpener
        {
            OnOpen = static number => number == 1
                ? throw new IOException("no")
                : Task.CompletedTask,
        };
        await using var pool = Pools.Fake(opener, options => options.MaxConnections = 1);

        await Assert.ThrowsAsync<IOException>(() => pool.GetConnectionAsync(Cancel));
        await Assert.ThrowsAsync<NotSupportedException>(() => pool.GetConnectionAsync(Cancel));

        Assert.Equal(1, pool.GetSnapshot().Count(RedisConnectionState.Shared));
    }

    [Fact]
    public async Task CallerWhoLosesPatience_LeavesTheConnectionToTheOthers()
    {
        var opener = new FakeOpener();
        var go = new TaskCompletionSource();
        opener.OnOpen = _ => go.Task;
        await using var pool = Pools.Fake(opener);
        using var impatience = new CancellationTokenSource();

        var impatient = pool.GetConnectionAsync(impatience.Token);
        var patient = pool.GetConnectionAsync(Cancel);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        go.SetResult();

        await Assert.ThrowsAsync<NotSupportedException>(() => patient);
        Assert.Equal(1, opener.Opened);
    }

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
    public async Task OfSeveral_TheLeastOutstandingThatIsReady_IsUsed()
    {
        var time = new FakeTimeProvider();
        var opener = new FakeOpener();
        await using var pool = Pools.Fake(opener, static options => options.SharedConnections = 3, time);
        await Eventually.TrueAsync(() =>
        {
            Use(1);
            return pool.GetSnapshot().Count(RedisConnectionState.Shared) == 3;
        });
        var before = Uses();

        Set(0, isReady: true, outstanding: 7);
        Set(1, isReady: false, outstanding: 0);
        Set(2, isReady: true, outstanding: 3);
        time.Advance(TimeSpan.FromSeconds(1));
        Use(6);
        Assert.Equal([0, 0, 6], Uses().Zip(before, static (now, then) => now - then));

        Set(0, isReady: true, outstanding: 2);
        time.Advance(TimeSpan.FromSeconds(1));
        Use(6);
        Assert.Equal([6, 0, 6], Uses().Zip(before, static (now, then) => now - then));

        void Use(int times)
        {
            for (var use = 0; use < times; use++)
            {
                Assert.Throws<NotSupportedException>(() => pool.GetDatabase());
            }
        }

        void Set(int index, bool isReady, long outstanding)
        {
            opener.Connections[index].IsReady = isReady;
            opener.Connections[index].Outstanding = outstanding;
        }

        int[] Uses() => [.. opener.Connections.Select(static connection => connection.Uses)];
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
