using System.Net;
using StackExchange.Redis;

namespace RedisGuard.Pool.Configuration;

/// <summary>Makes a configuration lead to one node of several and no further.</summary>
internal static class PinnedNode
{
    private const string Cluster = "CLUSTER";

    public static void Apply(ConfigurationOptions configuration, EndPoint node)
    {
        // Both are found by the end points, where the configuration doesn't state them.
        configuration.Defaults = configuration.Defaults;
        configuration.SslHost = configuration.SslHost;
        configuration.EndPoints.Clear();
        configuration.EndPoints.Add(node);

        // Without a service it isn't asked of sentinels, and without the command the library doesn't learn of a cluster's other nodes.
        configuration.ServiceName = null;
        var commands = Stated(configuration.CommandMap);
        commands[Cluster] = null;
        configuration.CommandMap = CommandMap.Create(commands);

        // Questions to a group of servers, of which this one may have to be asked elsewhere.
        configuration.TieBreaker = string.Empty;
        configuration.ConfigurationChannel = string.Empty;

        // There are others to try.
        configuration.AbortOnConnectFail = true;
    }

    // A map tells what it changes only as a text: "$CONFIG=,$GET=FETCH".
    private static Dictionary<string, string?> Stated(CommandMap map) => map.ToString()
        .Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Select(static change => change.TrimStart('$').Split('=', 2))
        .ToDictionary(static change => change[0], static change => change[1] is { Length: > 0 } name ? name : null, StringComparer.OrdinalIgnoreCase);
}
