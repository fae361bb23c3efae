using System.Collections.Concurrent;
using System.Globalization;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Subscriptions;

/// <summary>Channels over several shared connections: each comes over one, and only who lost something is told so.</summary>
public sealed class SubscriptionSpreadTests(RedisFixture redis)
{
    private const int Connections = 3;
    private const int Each = 4;

    private readonly string _prefix = $"spread-{Guid.NewGuid():N}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Channels_AreSpreadEvenly_AndAGapIsThatOfOneConnection()
    {
        Assert.SkipUnless(redis.Server is RedisProcess, "Garnet kills no client.");
        var logs = new FakeLoggers();
        await using var pool = await ThreeAsync(logs);
        var heard = new ConcurrentQueue<string>();
        var all = new List<RedisSubscription>();
        for (var number = 0; number < Connections * Each; number++)
        {
            all.Add(await pool.SubscribeAsync(Channel(number), message => heard.Enqueue(message.Value.ToString()), cancellationToken: Cancel));
        }

        Assert.Equal([Each, Each, Each], pool.Subscriptions.Channels);
        await PublishAllAsync("before");
        await Eventually.TrueAsync(() => heard.Count == Connections * Each);

        // One of the three, whichever it is.
        var one = (await redis.ClientNamesAsync(pool.Name))[0];
        await KillAsync(one);

        await Eventually.TrueAsync(() => all.Count(static subscription => subscription.Gaps == 1) == Each);
        heard.Clear();
        await PublishAllAsync("after");
        await Eventually.TrueAsync(() => heard.Count == Connections * Each);
        Assert.Equal(Each, all.Sum(static subscription => subscription.Gaps));
        foreach (var subscription in all)
        {
            await subscription.DisposeAsync();
        }

        Assert.Equal([0, 0, 0], pool.Subscriptions.Channels);
    }

    [Fact]
    public async Task ManySubscriptionsOfOneChannel_ComeOverOneConnection()
    {
        await using var pool = await ThreeAsync(new FakeLoggers());
        var heard = 0;
        var all = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ =>
            pool.SubscribeAsync(Channel(0), _ => Interlocked.Increment(ref heard), cancellationToken: Cancel)));

        await redis.Admin.Multiplexer.GetSubscriber().PublishAsync(Channel(0), 1);
        await Eventually.TrueAsync(() => heard == all.Length);

        Assert.Equal([0, 0, 1], pool.Subscriptions.Channels.Order());
    }

    [Fact]
    public async Task DisposedConnection_OnlyItsChannelsFollowToTheNext()
    {
        await using var pool = await ThreeAsync(new FakeLoggers());
        var heard = new ConcurrentQueue<string>();
        var all = new List<RedisSubscription>();
        for (var number = 0; number < Connections * Each; number++)
        {
            all.Add(await pool.SubscribeAsync(Channel(number), message => heard.Enqueue(message.Value.ToString()), cancellationToken: Cancel));
        }

        await (await pool.GetConnectionAsync(Cancel)).DisposeAsync();

        await Eventually.TrueAsync(() => all.Count(static subscription => subscription.Gaps > 0) == Each && !pool.Subscriptions.IsBehind);
        await PublishAllAsync("after");
        await Eventually.TrueAsync(() => heard.Count == Connections * Each);
        Assert.Equal(Each, all.Count(static subscription => subscription.Gaps > 0));
    }

    private RedisChannel Channel(int number) => RedisChannel.Literal(string.Create(CultureInfo.InvariantCulture, $"{_prefix}-{number}"));

    private async Task PublishAllAsync(string value)
    {
        for (var number = 0; number < Connections * Each; number++)
        {
            await redis.Admin.Multiplexer.GetSubscriber().PublishAsync(Channel(number), value);
        }
    }

    private async Task KillAsync(string name)
    {
        var clients = (string)(await redis.Admin.ExecuteAsync("CLIENT", "LIST"))!;
        foreach (var client in clients.Split('\n').Where(line => line.Contains($" name={name} ", StringComparison.Ordinal)))
        {
            await redis.Admin.ExecuteAsync("CLIENT", "KILL", "ID", client.Split(' ')[0].Split('=')[1]);
        }
    }

    // The second and third are opened beside the first calls.
    private async Task<RedisPool> ThreeAsync(FakeLoggers logs)
    {
        var pool = new RedisPool(Pools.Real(redis, static options => options.SharedConnections = Connections), logs);
        await Eventually.TrueAsync(async () =>
        {
            await pool.GetDatabaseAsync(Cancel);
            return pool.GetSnapshot().Connections.Count(static connection => connection is { State: RedisConnectionState.Shared, IsReady: true }) == Connections;
        });
        return pool;
    }
}
