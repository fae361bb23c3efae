using System.Collections.Concurrent;
using System.Globalization;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Subscriptions;

/// <summary>Plain channels of a cluster: the library subscribes anew on any node, and may do so on two.</summary>
public sealed class PinnedSubscriptionTests
{
    private const int Channels = 300;
    private const int Losses = 5;

    private readonly ConcurrentDictionary<int, int> _heard = new();
    private readonly ConcurrentQueue<RedisGapCause> _gaps = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SocketsAreLost_EachMessageComesOnce()
    {
        Assert.SkipWhen(RedisProcess.Executable is null, "redis-server is not installed; clusters need it.");
        await using var cluster = await RedisCluster.StartAsync();
        await using var pool = PoolOf(cluster);
        await using var publisher = await ConnectionMultiplexer.ConnectAsync(cluster.Configuration + ",allowAdmin=true");
        List<RedisSubscription> held = [];
        for (var number = 0; number < Channels; number++)
        {
            held.Add(await SubscribeAsync(pool, number));
        }

        for (var loss = 1; loss <= Losses; loss++)
        {
            await Task.WhenAll(publisher.GetServers().Select(static server => server.ExecuteAsync("CLIENT", "KILL", "TYPE", "PUBSUB")));
            var told = loss * Channels;
            await Eventually.TrueAsync(() => _gaps.Count == told);
            await PublishUntilAllHearAsync(publisher);
            Assert.All(_heard, static heard => Assert.Equal(1, heard.Value));
            _heard.Clear();
        }

        Assert.All(_gaps, static cause => Assert.Equal(RedisGapCause.Reconnected, cause));
        foreach (var subscription in held)
        {
            await subscription.DisposeAsync();
        }

        // Nobody needs the connection that led to one node.
        await Eventually.TrueAsync(() => !pool.GetSnapshot().Connections.Any(static connection => connection.Kind == RedisConnectionKind.Subscription));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NodeIsGone_ChannelsComeFromAnother(bool isDedicated)
    {
        Assert.SkipWhen(RedisProcess.Executable is null, "redis-server is not installed; clusters need it.");
        await using var cluster = await RedisCluster.StartAsync();
        await using var pool = PoolOf(cluster);
        await using var subscription = await SubscribeAsync(pool, 0, isDedicated);
        var before = await HeardAtAsync(cluster);

        await cluster.Nodes[before].KillAsync();

        var rest = cluster.Nodes.Where((_, node) => node != before).ToList();
        await using var publisher = await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions { EndPoints = { { "127.0.0.1", rest[0].Port } } });
        await Eventually.TrueAsync(async () =>
        {
            await publisher.GetSubscriber().PublishAsync(Channel(0), 0);
            return _heard.ContainsKey(0);
        });
        Assert.Equal([RedisGapCause.Moved], _gaps);
    }

    private static RedisPool PoolOf(RedisCluster cluster) => new(Pools.Options(options =>
    {
        options.Configuration = cluster.Configuration;
        options.AcquireTimeout = Eventually.Deadline;
    }));

    private static RedisChannel Channel(int number) => RedisChannel.Literal(string.Create(CultureInfo.InvariantCulture, $"pinned-{number}"));

    private Task<RedisSubscription> SubscribeAsync(RedisPool pool, int number, bool isDedicated = false) => pool.SubscribeAsync(
        Channel(number),
        _ => _heard.AddOrUpdate(number, 1, static (_, count) => count + 1),
        new RedisSubscriptionOptions
        {
            Dedicated = isDedicated,
            OnGap = gap =>
            {
                _gaps.Enqueue(gap.Cause);
                return Task.CompletedTask;
            },
        },
        Cancel);

    // The one node that the first channel is subscribed on.
    private static async Task<int> HeardAtAsync(RedisCluster cluster)
    {
        var counts = new List<int>();
        foreach (var node in cluster.Nodes)
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions { EndPoints = { { "127.0.0.1", node.Port } } });
            var server = connection.GetServers().Single(server => server.EndPoint is System.Net.IPEndPoint known && known.Port == node.Port);
            counts.Add((int)await server.SubscriptionSubscriberCountAsync(Channel(0)));
        }

        Assert.Equal(1, counts.Sum());
        return counts.IndexOf(1);
    }

    private async Task PublishUntilAllHearAsync(ConnectionMultiplexer publisher)
    {
        for (var number = 0; number < Channels; number++)
        {
            await publisher.GetSubscriber().PublishAsync(Channel(number), number);
        }

        await Eventually.TrueAsync(() => _heard.Count == Channels);
    }
}
