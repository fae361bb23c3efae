using System.Globalization;
using RedisGuard.Cli.Servers.Resp;

namespace RedisGuard.Cli.Servers.Deployments;

/// <summary>Reads which other servers belong to a server: nodes of its cluster, what a sentinel watches, replicas of a master.</summary>
internal static class PeerList
{
    public static async Task<IReadOnlyList<(string Host, int Port)>> OfAsync(ServerSession session, InfoText? info, CancellationToken cancellation)
    {
        if (info is null)
        {
            return [];
        }

        return info.Text("redis_mode") switch
        {
            "cluster" => Nodes(await session.AskAsync(["CLUSTER", "NODES"], cancellation).ConfigureAwait(false)),
            "sentinel" => await WatchedAsync(session, cancellation).ConfigureAwait(false),
            _ => Replicas(info),
        };
    }

    /// <summary>The nodes of <c>CLUSTER NODES</c> but for the one that answers and those without an address.</summary>
    public static IReadOnlyList<(string Host, int Port)> Nodes(RespValue reply)
    {
        List<(string, int)> peers = [];
        foreach (var line in (reply.AsText() ?? string.Empty).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // id ip:port@busport[,hostname] flags …
            var fields = line.Split(' ');
            if (fields.Length > 2 && !fields[2].Contains("myself", StringComparison.Ordinal) && !fields[2].Contains("noaddr", StringComparison.Ordinal))
            {
                Add(peers, fields[1].Split('@')[0]);
            }
        }

        return peers;
    }

    /// <summary>The lines <c>slave0:ip=…,port=…</c> of a master's INFO.</summary>
    public static IReadOnlyList<(string Host, int Port)> Replicas(InfoText info)
    {
        List<(string, int)> peers = [];
        foreach (var (name, value) in info.Values)
        {
            if (name.StartsWith("slave", StringComparison.Ordinal) && value.StartsWith("ip=", StringComparison.Ordinal)
                && info.Field(name, "port") is > 0 and <= 65535 and var port)
            {
                peers.Add((value[3..value.IndexOf(',', StringComparison.Ordinal)], (int)port));
            }
        }

        return peers;
    }

    private static async Task<IReadOnlyList<(string Host, int Port)>> WatchedAsync(ServerSession session, CancellationToken cancellation)
    {
        List<(string, int)> peers = [];
        var masters = await session.AskAsync(["SENTINEL", "MASTERS"], cancellation).ConfigureAwait(false);
        foreach (var master in masters.Items)
        {
            AddPairs(peers, master);
            if (Field(master, "name") is { } name)
            {
                var replicas = await session.AskAsync(["SENTINEL", "REPLICAS", name], cancellation).ConfigureAwait(false);
                foreach (var replica in replicas.Items)
                {
                    AddPairs(peers, replica);
                }
            }
        }

        return peers;
    }

    private static void AddPairs(List<(string, int)> peers, RespValue pairs)
    {
        if (Field(pairs, "ip") is { } host && Field(pairs, "port") is { } port)
        {
            Add(peers, $"{host}:{port}");
        }
    }

    private static string? Field(RespValue pairs, string name)
    {
        for (var index = 0; index + 1 < pairs.Items.Count; index += 2)
        {
            if (pairs.Items[index].Text == name)
            {
                return pairs.Items[index + 1].Text;
            }
        }

        return null;
    }

    private static void Add(List<(string, int)> peers, string endpoint)
    {
        var colon = endpoint.LastIndexOf(':');
        if (colon > 0 && int.TryParse(endpoint.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535)
        {
            peers.Add((endpoint[..colon].Trim('[', ']'), port));
        }
    }
}
