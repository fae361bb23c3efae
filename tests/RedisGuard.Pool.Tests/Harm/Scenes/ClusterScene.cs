using RedisGuard.Pool.Tests.Faults;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Harm.Scenes;

/// <summary>Three masters, and a replica of the one that everybody needs: for its key, and for the messages.</summary>
internal sealed class ClusterScene : HarmScene
{
    private readonly RedisCluster _cluster;
    private readonly ConnectionMultiplexer _admin;
    private readonly int _needed;

    private ClusterScene(RedisCluster cluster, ConnectionMultiplexer admin, int needed)
    {
        (_cluster, _admin, _needed) = (cluster, admin, needed);
    }

    // A node that nothing happens to.
    public override IServer Admin => _admin.GetServers()[0];

    public override ConnectionMultiplexer Publisher => _admin;

    public override int? Seat => _cluster.PortOf(_needed);

    /// <summary>Each node has a server that fails over to a replica.</summary>
    public static Task<HarmScene> StartAsync(HarmRow row) => StartAsync(isProxied: false);

    /// <summary>Each node has a proxy before it.</summary>
    public static Task<HarmScene> StartProxiedAsync(HarmRow row) => StartAsync(isProxied: true);

    public override (string Configuration, TcpProxy? Proxy) Admit() => (_cluster.Configuration, null);

    /// <summary>Kills the master, and waits until its replica has taken over.</summary>
    public async Task FailOverAsync()
    {
        await _cluster.Nodes[_needed].KillAsync().ConfigureAwait(false);
        var replica = await ConnectAsync("127.0.0.1", _cluster.Nodes[^1].Port).ConfigureAwait(false);
        await using var ofReplica = replica.ConfigureAwait(false);
        await PromotedAsync(replica).ConfigureAwait(false);
    }

    /// <summary>Nothing comes through to one node for a time, or ever again on the sockets that there are.</summary>
    public async Task BlackHoleAsync(TimeSpan time)
    {
        var proxy = _cluster.Proxies[_needed];
        proxy.IsBlackHole = true;
        await Task.Delay(time).ConfigureAwait(false);
        proxy.ForgetConnections();
        proxy.IsBlackHole = false;
    }

    public override async ValueTask DisposeAsync()
    {
        await _admin.DisposeAsync().ConfigureAwait(false);
        await _cluster.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<HarmScene> StartAsync(bool isProxied)
    {
        // The key that the contestants read is of the second master.
        const int needed = 1;
        var cluster = await RedisCluster.StartAsync(isProxied, isProxied ? null : needed).ConfigureAwait(false);
        return new ClusterScene(cluster, await ConnectAsync("127.0.0.1", cluster.Nodes[0].Port).ConfigureAwait(false), needed);
    }
}
