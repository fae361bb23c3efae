using System.Globalization;

namespace RedisGuard.Cli.Server.Tests.Samples;

/// <summary>Three masters on loopback that share the slots.</summary>
internal sealed class ClusterOfThree : IAsyncDisposable
{
    private const int Slots = 16384;

    private readonly List<RedisProcess> _processes = [];
    private readonly TempFolder _folder = new();

    public List<Clients> Nodes { get; } = [];

    public static async Task<ClusterOfThree> StartAsync()
    {
        var cluster = new ClusterOfThree();
        for (var node = 0; node < 3; node++)
        {
            // The cluster bus would want port + 10000, which may not exist.
            var process = await RedisProcess.StartAsync(
                "--cluster-enabled", "yes", "--cluster-config-file", cluster._folder.At($"nodes-{node}.conf"),
                "--cluster-port", FreePort.Next().ToString(CultureInfo.InvariantCulture));
            cluster._processes.Add(process);
            cluster.Nodes.Add(new Clients(process));
        }

        await cluster.JoinAsync();
        return cluster;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }

        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        _folder.Dispose();
    }

    private async Task JoinAsync()
    {
        for (var node = 0; node < Nodes.Count; node++)
        {
            await Nodes[node].AskAsync(
                "CLUSTER", "ADDSLOTSRANGE", (Slots * node / Nodes.Count).ToString(CultureInfo.InvariantCulture), ((Slots * (node + 1) / Nodes.Count) - 1).ToString(CultureInfo.InvariantCulture));
            var bus = (await Nodes[node].AskAsync("CONFIG", "GET", "cluster-port")).Items[1].Text;
            await Nodes[0].AskAsync("CLUSTER", "MEET", "127.0.0.1", _processes[node].Port.ToString(CultureInfo.InvariantCulture), bus);
        }

        foreach (var node in Nodes)
        {
            await Eventually.TrueAsync(async () =>
                (await node.AskAsync("CLUSTER", "INFO")).Text.Contains("cluster_state:ok", StringComparison.Ordinal)
                && (await node.AskAsync("CLUSTER", "NODES")).Text.Count(static character => character == '\n') == Nodes.Count);
        }
    }
}
