using System.Globalization;
using RedisGuard.Pool.Tests.Faults;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Servers;

/// <summary>Three masters on loopback that share the slots.</summary>
internal sealed class RedisCluster : IAsyncDisposable
{
    private const int Masters = 3;
    private const int Slots = 16384;

    // Starting one takes a second, on a machine that runs all tests on two processors a minute.
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redisguard-cluster-");
    private readonly bool _isProxied;

    private RedisCluster(bool isProxied) => _isProxied = isProxied;

    /// <summary>The masters, and after them the replica, where there is one.</summary>
    public List<RedisProcess> Nodes { get; } = [];

    /// <summary>What stands before each node, where there is anything.</summary>
    public List<TcpProxy> Proxies { get; } = [];

    public string Configuration => string.Join(',', Enumerable.Range(0, Masters).Select(node => FormattableString.Invariant($"127.0.0.1:{PortOf(node)}")));

    /// <param name="isProxied">Whether its clients come to each node through a proxy: the nodes then say so themselves.</param>
    /// <param name="replicated">Of which master there is a replica.</param>
    public static async Task<RedisCluster> StartAsync(bool isProxied = false, int? replicated = null)
    {
        var cluster = new RedisCluster(isProxied);
        for (var node = 0; node < Masters + (replicated is null ? 0 : 1); node++)
        {
            await cluster.AddAsync(node).ConfigureAwait(false);
        }

        await cluster.JoinAsync(replicated).ConfigureAwait(false);
        return cluster;
    }

    /// <summary>The port by which clients know a node.</summary>
    public int PortOf(int node) => _isProxied ? Proxies[node].Port : Nodes[node].Port;

    /// <summary>Moves the slot of a key, with what is in it, from the master that has it since the start to the next one.</summary>
    /// <param name="key">The key, or the channel.</param>
    /// <param name="meanwhile">
    /// What happens when the old one knows that it has lost the slot, and no other that the new one has it; <see langword="null"/> for the good
    /// order, in which the old one is told last.
    /// </param>
    public async Task MoveSlotAsync(string key, Func<Task>? meanwhile = null)
    {
        var connections = new List<ConnectionMultiplexer>();
        for (var node = 0; node < Masters; node++)
        {
            connections.Add(await ConnectAsync(Nodes[node]).ConfigureAwait(false));
        }

        var servers = connections.ConvertAll(static connection => connection.GetServers()[0]);
        var slot = (int)await servers[0].ExecuteAsync("CLUSTER", "KEYSLOT", key).ConfigureAwait(false);
        var from = Enumerable.Range(0, Masters).Last(node => slot >= Slots * node / Masters);
        var to = (from + 1) % Masters;
        await servers[to].ExecuteAsync("CLUSTER", "SETSLOT", slot, "IMPORTING", await AskAsync(servers[from], "MYID").ConfigureAwait(false)).ConfigureAwait(false);
        var id = await AskAsync(servers[to], "MYID").ConfigureAwait(false);
        await servers[from].ExecuteAsync("CLUSTER", "SETSLOT", slot, "MIGRATING", id).ConfigureAwait(false);
        foreach (var moved in (RedisResult[])(await servers[from].ExecuteAsync("CLUSTER", "GETKEYSINSLOT", slot, 100).ConfigureAwait(false))!)
        {
            await servers[from].ExecuteAsync("MIGRATE", "127.0.0.1", Nodes[to].Port, (string)moved!, 0, 5000).ConfigureAwait(false);
        }

        if (meanwhile is not null)
        {
            await servers[from].ExecuteAsync("CLUSTER", "SETSLOT", slot, "NODE", id).ConfigureAwait(false);
            await meanwhile().ConfigureAwait(false);
        }

        // The new one first, and the one that loses it last: in between each of the two knows where it is.
        foreach (var server in servers.Where((_, node) => node != from).Prepend(servers[to]).Append(servers[from]).Distinct())
        {
            await server.ExecuteAsync("CLUSTER", "SETSLOT", slot, "NODE", id).ConfigureAwait(false);
        }

        foreach (var connection in connections)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in Proxies)
        {
            await proxy.DisposeAsync().ConfigureAwait(false);
        }

        foreach (var node in Nodes)
        {
            await node.DisposeAsync().ConfigureAwait(false);
        }

        _folder.Delete(recursive: true);
    }

    private async Task AddAsync(int node)
    {
        // The cluster bus would want port + 10000, which may not exist.
        var bus = FreePort.Next().ToString(CultureInfo.InvariantCulture);
        List<string> arguments =
        [
            "--cluster-enabled", "yes",
            "--cluster-config-file", Path.Combine(_folder.FullName, string.Create(CultureInfo.InvariantCulture, $"nodes-{node}.conf")),
            "--cluster-node-timeout", "2000",
            "--cluster-port", bus,
        ];
        if (_isProxied)
        {
            Proxies.Add(new TcpProxy(target: 0));
            arguments.AddRange(
                ["--cluster-announce-ip", "127.0.0.1", "--cluster-announce-port", Proxies[node].Port.ToString(CultureInfo.InvariantCulture), "--cluster-announce-bus-port", bus]);
        }

        Nodes.Add(await RedisProcess.StartAsync([.. arguments]).ConfigureAwait(false));
        if (_isProxied)
        {
            Proxies[node].Target = Nodes[node].Port;
        }
    }

    private async Task JoinAsync(int? replicated)
    {
        var connections = new List<ConnectionMultiplexer>();
        foreach (var node in Nodes)
        {
            connections.Add(await ConnectAsync(node).ConfigureAwait(false));
        }

        var servers = connections.ConvertAll(static connection => connection.GetServers()[0]);
        for (var node = 0; node < Nodes.Count; node++)
        {
            if (node < Masters)
            {
                await servers[node].ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", Slots * node / Masters, (Slots * (node + 1) / Masters) - 1).ConfigureAwait(false);
            }

            var bus = (await servers[node].ConfigGetAsync("cluster-port").ConfigureAwait(false))[0].Value;
            await servers[0].ExecuteAsync("CLUSTER", "MEET", "127.0.0.1", PortOf(node), bus).ConfigureAwait(false);
        }

        foreach (var server in servers)
        {
            await UntilAsync(async () => (await AskAsync(server, "NODES").ConfigureAwait(false)).Count(static character => character == '\n') == Nodes.Count).ConfigureAwait(false);
        }

        if (replicated is { } master)
        {
            var id = (string)(await servers[master].ExecuteAsync("CLUSTER", "MYID").ConfigureAwait(false))!;
            await servers[^1].ExecuteAsync("CLUSTER", "REPLICATE", id).ConfigureAwait(false);
            await UntilAsync(async () => ((string)(await servers[^1].ExecuteAsync("INFO", "replication").ConfigureAwait(false))!).Contains("master_link_status:up", StringComparison.Ordinal)).ConfigureAwait(false);
        }

        foreach (var server in servers)
        {
            await UntilAsync(async () =>
                (await AskAsync(server, "INFO").ConfigureAwait(false)).Contains("cluster_state:ok", StringComparison.Ordinal)
                && (await AskAsync(server, "NODES").ConfigureAwait(false)).Split("slave").Length == (replicated is null ? 1 : 2)).ConfigureAwait(false);
        }

        foreach (var connection in connections)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static Task<ConnectionMultiplexer> ConnectAsync(RedisProcess node) => ConnectionMultiplexer.ConnectAsync(
        new ConfigurationOptions { EndPoints = { { "127.0.0.1", node.Port } }, AllowAdmin = true, AsyncTimeout = (int)Deadline.TotalMilliseconds });

    private static async Task<string> AskAsync(IServer server, string what) => (string)(await server.ExecuteAsync("CLUSTER", what).ConfigureAwait(false))!;

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var began = Environment.TickCount64; !await condition().ConfigureAwait(false);)
        {
            if (Environment.TickCount64 - began > Deadline.TotalMilliseconds)
            {
                throw new TimeoutException($"The cluster was not ready within {Deadline}.");
            }

            await Task.Delay(Look).ConfigureAwait(false);
        }
    }
}
