using System.Collections.Concurrent;
using System.Globalization;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Subscriptions;

/// <summary>Channels over several shared connections to a cluster of three nodes, of a slot each (Redis 7).</summary>
public sealed class ClusterSubscriptionTests
{
    private const int Connections = 3;
    private const int Each = 4;
    private const int All = Connections * Each;

    private readonly FakeLoggers _logs = new();
    private readonly ConcurrentDictionary<int, int> _heard = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ShardedChannels_AreSpreadEvenly_AndWhoLostItsConnectionHearsAgain()
    {
        Assert.SkipWhen(RedisProcess.Executable is null, "redis-server is not installed; clusters need it.");
        await using var cluster = await RedisCluster.StartAsync();
        await using var pool = await ThreeAsync(cluster);
        await using var publisher = await ConnectionMultiplexer.ConnectAsync(cluster.Configuration + ",allowAdmin=true");
        var subscriptions = new List<RedisSubscription>();
        for (var number = 0; number < All; number++)
        {
            var heard = number;
            subscriptions.Add(await pool.SubscribeAsync(
                Channel(number), _ => _heard.AddOrUpdate(heard, 1, static (_, count) => count + 1), cancellationToken: Cancel));
        }

        Assert.Equal([Each, Each, Each], pool.Subscriptions.Channels);
        await PublishUntilAllHearAsync(publisher);
        Assert.All(_heard.Values, static count => Assert.Equal(1, count));

        await KillAsync(publisher, pool.GetSnapshot().Connections[0].ClientName);

        await Eventually.TrueAsync(() => subscriptions.Count(static subscription => subscription.Gaps > 0) == Each);
        _heard.Clear();
        await PublishUntilAllHearAsync(publisher);
        Assert.Equal(Each, subscriptions.Count(static subscription => subscription.Gaps > 0));
        foreach (var subscription in subscriptions)
        {
            await subscription.DisposeAsync();
        }

        Assert.Equal([0, 0, 0], pool.Subscriptions.Channels);
        Assert.All(_heard.Values, static count => Assert.Equal(1, count));
        await Eventually.TrueAsync(async () => await SubscribedAsync(publisher) == 0);
    }

    // The names hash to slots of all three nodes.
    private static RedisChannel Channel(int number) => RedisChannel.Sharded(string.Create(CultureInfo.InvariantCulture, $"cluster-{number}"));

    private async Task PublishUntilAllHearAsync(ConnectionMultiplexer publisher)
    {
        for (var number = 0; number < All; number++)
        {
            await publisher.GetSubscriber().PublishAsync(Channel(number), number);
        }

        await Eventually.TrueAsync(() => _heard.Count == All);
    }

    private static async Task KillAsync(ConnectionMultiplexer publisher, string name)
    {
        foreach (var server in publisher.GetServers())
        {
            var clients = (string)(await server.ExecuteAsync("CLIENT", "LIST"))!;
            foreach (var client in clients.Split('\n').Where(line => line.Contains($" name={name} ", StringComparison.Ordinal)))
            {
                await server.ExecuteAsync("CLIENT", "KILL", "ID", client.Split(' ')[0].Split('=')[1]);
            }
        }
    }

    private static async Task<int> SubscribedAsync(ConnectionMultiplexer publisher)
    {
        var channels = await Task.WhenAll(publisher.GetServers().Select(static server => server.ExecuteAsync("PUBSUB", "SHARDCHANNELS", "cluster-*")));
        return channels.Sum(static found => found.Length);
    }

    // The second and third are opened beside the first calls.
    private async Task<RedisPool> ThreeAsync(RedisCluster cluster)
    {
        var pool = new RedisPool(
            Pools.Options(options =>
            {
                options.Configuration = cluster.Configuration;
                options.SharedConnections = Connections;
                options.AcquireTimeout = Eventually.Deadline;
            }),
            _logs);
        await Eventually.TrueAsync(async () =>
        {
            await pool.GetDatabaseAsync(Cancel);
            return pool.GetSnapshot().Connections.Count(static connection => connection is { State: RedisConnectionState.Shared, IsReady: true }) == Connections;
        });
        return pool;
    }
}
