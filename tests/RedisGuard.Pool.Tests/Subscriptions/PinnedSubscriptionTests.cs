using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Subscriptions;

/// <summary>Plain channels where there are several nodes: the library subscribes anew on any of them, and may do so on two.</summary>
public sealed class PinnedSubscriptionTests
{
    private const int Channels = 300;
    private const int Losses = 5;

    private readonly ConcurrentDictionary<int, int> _heard = new();
    private readonly ConcurrentQueue<RedisGapCause> _gaps = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SocketsAreLost_EachMessageComesOnce(bool isCluster)
    {
        await using var nodes = await Nodes.StartAsync(isCluster);
        await using var pool = PoolOf(nodes);
        List<RedisSubscription> held = [];
        for (var number = 0; number < Channels; number++)
        {
            held.Add(await SubscribeAsync(pool, number));
        }

        for (var loss = 1; loss <= Losses; loss++)
        {
            await nodes.KillSubscribersAsync();
            var told = loss * Channels;
            await Eventually.TrueAsync(() => _gaps.Count == told);
            await PublishUntilAllHearAsync(nodes.Publisher);
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
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task NodeIsGone_ChannelsComeFromAnother(bool isCluster, bool isDedicated)
    {
        await using var nodes = await Nodes.StartAsync(isCluster);
        await using var pool = PoolOf(nodes);
        await using var subscription = await SubscribeAsync(pool, 0, isDedicated);
        var before = await nodes.HearingAsync(Channel(0));

        await before.KillAsync();

        await using var publisher = await Nodes.ConnectAsync(nodes.All.First(node => node != before));
        await Eventually.TrueAsync(async () =>
        {
            await publisher.GetSubscriber().PublishAsync(Channel(0), 0);
            return _heard.ContainsKey(0);
        });
        Assert.Equal([RedisGapCause.Moved], _gaps);
    }

    /// <summary>The connections that there are live on, but no node takes a new one: the password has changed.</summary>
    [Fact]
    public async Task NoNodeTakesTheConnection_HealthSaysSo_AndWhoLeavesMeanwhileLeavesNothing()
    {
        await using var nodes = await Nodes.StartAsync(isCluster: true);
        await using var pool = new RedisPool(Pools.Options(options =>
        {
            options.Configuration = nodes.Configuration;
            options.AcquireTimeout = Eventually.Deadline;
            options.HealthCheckInterval = TimeSpan.FromSeconds(1);
        }));
        await pool.GetDatabaseAsync(Cancel);
        await Eventually.TrueAsync(() => pool.GetSnapshot().Health.State == RedisHealthState.Healthy);
        var subscription = await SubscribeAsync(pool, 0);

        await SetPasswordAsync("new");
        await nodes.KillAsync(":subscription:");

        await Eventually.TrueAsync(() => pool.GetSnapshot().Health is { State: RedisHealthState.Degraded, LastFailure: { } failure } && failure.Contains("hears nothing", StringComparison.Ordinal));

        // It has left its node, and found no other.
        await Eventually.TrueAsync(() => pool.GetSnapshot().Connections.All(static connection => connection.Kind != RedisConnectionKind.Subscription));
        await subscription.DisposeAsync();
        await Eventually.TrueAsync(() => pool.GetSnapshot().Health.State == RedisHealthState.Healthy);
        await SetPasswordAsync(string.Empty);
        await Eventually.TrueAsync(() => pool.Subscriptions.PlainNode is null);

        Task SetPasswordAsync(string password) => Task.WhenAll(nodes.Publisher.GetServers().Select(server => server.ConfigSetAsync("requirepass", password)));
    }

    [Fact]
    public async Task Subscribed_OnThePrimary_NotOnItsReplica()
    {
        await using var nodes = await Nodes.StartAsync(isCluster: false);
        await using var pool = PoolOf(nodes);
        await using var subscription = await SubscribeAsync(pool, 0);

        Assert.Equal(nodes.All[0], await nodes.HearingAsync(Channel(0)));
    }

    /// <summary>Notifications of a key come from the node that has the key: the library finds it, one node alone would be silent.</summary>
    [Fact]
    public async Task NotificationsOfKeys_AreTheLibrarysToRoute()
    {
        await using var nodes = await Nodes.StartAsync(isCluster: true);
        await using var pool = PoolOf(nodes);
        foreach (var server in nodes.Publisher.GetServers())
        {
            await server.ConfigSetAsync("notify-keyspace-events", "KEA");
        }

        // Keys of all three nodes.
        List<RedisSubscription> held = [];
        for (var key = 0; key < 9; key++)
        {
            var number = key;
            held.Add(await pool.SubscribeAsync(
                RedisChannel.KeySpaceSingleKey(KeyOf(key), 0), _ => _heard.AddOrUpdate(number, 1, static (_, count) => count + 1), cancellationToken: Cancel));
        }

        await Eventually.TrueAsync(async () =>
        {
            await Task.WhenAll(Enumerable.Range(0, 9).Select(key => nodes.Publisher.GetDatabase().StringSetAsync(KeyOf(key), key)));
            return _heard.Count == 9;
        });
        Assert.Null(pool.Subscriptions.PlainNode);
        GC.KeepAlive(held);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task LimitThatLeavesNoneForIt_SharesTheConnectionThatThereIs(int limit)
    {
        await using var nodes = await Nodes.StartAsync(isCluster: false);
        await using var pool = new RedisPool(Pools.Options(options => (options.Configuration, options.MaxConnections) = (nodes.Configuration, limit)));
        await pool.GetDatabaseAsync(Cancel);
        List<RedisLease> leases = [];
        while (leases.Count < limit - 1)
        {
            leases.Add(await pool.RentAsync(Cancel));
        }

        await using var subscription = await SubscribeAsync(pool, 0);

        Assert.Null(pool.Subscriptions.PlainNode);
        await nodes.Publisher.GetSubscriber().PublishAsync(Channel(0), 0);
        await Eventually.TrueAsync(() => _heard.ContainsKey(0));
        foreach (var lease in leases)
        {
            await lease.DisposeAsync();
        }
    }

    private static RedisPool PoolOf(Nodes nodes) => new(Pools.Options(options =>
    {
        options.Configuration = nodes.Configuration;
        options.AcquireTimeout = Eventually.Deadline;
    }));

    private static string KeyOf(int number) => string.Create(CultureInfo.InvariantCulture, $"notified-{number}");

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

    private async Task PublishUntilAllHearAsync(ConnectionMultiplexer publisher)
    {
        for (var number = 0; number < Channels; number++)
        {
            await publisher.GetSubscriber().PublishAsync(Channel(number), number);
        }

        await Eventually.TrueAsync(() => _heard.Count == Channels);
    }

    // A cluster of three, or a primary and its replica.
    private sealed class Nodes : IAsyncDisposable
    {
        private readonly RedisCluster? _cluster;

        private Nodes(IReadOnlyList<RedisProcess> all, RedisCluster? cluster, ConnectionMultiplexer publisher) => (All, _cluster, Publisher) = (all, cluster, publisher);

        public IReadOnlyList<RedisProcess> All { get; }

        public ConnectionMultiplexer Publisher { get; }

        public string Configuration => ConfigurationOf(All);

        public static async Task<Nodes> StartAsync(bool isCluster)
        {
            Assert.SkipWhen(RedisProcess.Executable is null, "redis-server is not installed; clusters and replicas need it.");
            var cluster = isCluster ? await RedisCluster.StartAsync() : null;
            var all = cluster?.Nodes ?? await ReplicatedAsync();
            var publisher = await ConnectionMultiplexer.ConnectAsync(ConfigurationOf(all) + ",allowAdmin=true");
            await Eventually.TrueAsync(async () =>
                isCluster || ((string)(await publisher.GetServer("127.0.0.1", all[1].Port).ExecuteAsync("INFO", "replication"))!).Contains("master_link_status:up", StringComparison.Ordinal));
            return new Nodes(all, cluster, publisher);
        }

        public static Task<ConnectionMultiplexer> ConnectAsync(RedisProcess node) => ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions { EndPoints = { { "127.0.0.1", node.Port } } });

        /// <summary>Cuts the connections whose name has this in it.</summary>
        public Task KillAsync(string name) => Task.WhenAll(Publisher.GetServers().Select(async server =>
        {
            foreach (var client in (await server.ClientListAsync()).Where(client => client.Name?.Contains(name, StringComparison.Ordinal) == true))
            {
                await server.ClientKillAsync(client.Id);
            }
        }));

        public async Task KillSubscribersAsync() => await Task.WhenAll(Publisher.GetServers().Select(static server => server.ExecuteAsync("CLIENT", "KILL", "TYPE", "PUBSUB")));

        /// <summary>The one node that the channel is subscribed on.</summary>
        public async Task<RedisProcess> HearingAsync(RedisChannel channel)
        {
            List<RedisProcess> hearing = [];
            foreach (var node in All)
            {
                if (await Publisher.GetServer(IPAddress.Loopback, node.Port).SubscriptionSubscriberCountAsync(channel) > 0)
                {
                    hearing.Add(node);
                }
            }

            return Assert.Single(hearing);
        }

        public async ValueTask DisposeAsync()
        {
            await Publisher.DisposeAsync();
            if (_cluster is not null)
            {
                await _cluster.DisposeAsync();
                return;
            }

            foreach (var node in All)
            {
                await node.DisposeAsync();
            }
        }

        private static string ConfigurationOf(IEnumerable<RedisProcess> nodes) =>
            string.Join(',', nodes.Select(static node => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{node.Port}")));

        private static async Task<List<RedisProcess>> ReplicatedAsync()
        {
            var primary = await RedisProcess.StartAsync();
            return [primary, await RedisProcess.StartAsync("--replicaof", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1 {primary.Port}"))];
        }
    }
}
