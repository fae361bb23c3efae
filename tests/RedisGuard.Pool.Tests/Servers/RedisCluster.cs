using System.Globalization;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Servers;

/// <summary>Three masters on loopback that share the slots.</summary>
internal sealed class RedisCluster : IAsyncDisposable
{
    private const int Nodes = 3;
    private const int Slots = 16384;

    private readonly List<RedisProcess> _nodes = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redisguard-cluster-");

    public string Configuration => string.Join(',', _nodes.Select(static node => FormattableString.Invariant($"127.0.0.1:{node.Port}")));

    public static async Task<RedisCluster> StartAsync()
    {
        var cluster = new RedisCluster();
        for (var node = 0; node < Nodes; node++)
        {
            // The cluster bus would want port + 10000, which may not exist.
            cluster._nodes.Add(await RedisProcess.StartAsync(
                "--cluster-enabled", "yes",
                "--cluster-config-file", Path.Combine(cluster._folder.FullName, string.Create(CultureInfo.InvariantCulture, $"nodes-{node}.conf")),
                "--cluster-port", FreePort.Next().ToString(CultureInfo.InvariantCulture)));
        }

        await cluster.JoinAsync();
        return cluster;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private async Task JoinAsync()
    {
        var connections = new List<ConnectionMultiplexer>();
        foreach (var node in _nodes)
        {
            var configuration = ConfigurationOptions.Parse(FormattableString.Invariant($"127.0.0.1:{node.Port}"));
            configuration.AllowAdmin = true;
            connections.Add(await ConnectionMultiplexer.ConnectAsync(configuration));
        }

        var servers = connections.ConvertAll(static connection => connection.GetServers()[0]);
        for (var node = 0; node < Nodes; node++)
        {
            await servers[node].ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", Slots * node / Nodes, (Slots * (node + 1) / Nodes) - 1);
            var bus = (await servers[node].ConfigGetAsync("cluster-port"))[0].Value;
            await servers[0].ExecuteAsync("CLUSTER", "MEET", "127.0.0.1", _nodes[node].Port, bus);
        }

        foreach (var server in servers)
        {
            await Eventually.TrueAsync(async () =>
                ((string)(await server.ExecuteAsync("CLUSTER", "INFO"))!).Contains("cluster_state:ok", StringComparison.Ordinal)
                && ((string)(await server.ExecuteAsync("CLUSTER", "NODES"))!).Count(static character => character == '\n') == Nodes);
        }

        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }
    }
}
