using System.Net;
using StackExchange.Redis;

namespace RedisGuard.Pool.Subscriptions;

/// <summary>Finds the nodes that hear every plain message: those that a subscription can hang on.</summary>
internal static class SubscriptionNodes
{
    /// <returns>None where there is only one server, or several that don't know each other.</returns>
    public static IReadOnlyList<EndPoint> Of(IConnectionMultiplexer multiplexer)
    {
        var nodes = Array.FindAll(multiplexer.GetServers(), static server => server.ServerType is ServerType.Standalone or ServerType.Cluster);
        if (nodes.Length < 2)
        {
            return [];
        }

        var reachable = Array.FindAll(nodes, static node => node.IsConnected);
        var primaries = Array.FindAll(reachable, static node => !node.IsReplica);

        // A replica hears what is published on its primary. Of several primaries that are no cluster the library has chosen one.
        var found = primaries.Length == 0 ? reachable
            : primaries.Length == 1 || Array.TrueForAll(primaries, static node => node.ServerType == ServerType.Cluster) ? primaries
            : [];
        return Array.ConvertAll(found, static node => node.EndPoint);
    }
}
