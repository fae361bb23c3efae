using System.Net;
using Microsoft.Extensions.Logging;

namespace RedisGuard.Pool.Subscriptions;

/// <summary>A connection for subscriptions alone, and the channels that come over it.</summary>
internal sealed class PinnedHome
{
    public PinnedHome(SubscriptionConnections connections, Func<IReadOnlyList<EndPoint>?>? reachable, bool isFirst, ILogger logger)
    {
        Connection = new PinnedConnection(connections, reachable, isFirst);
        Channels = new SubscriptionHome(Connection, RedisGapCause.Moved, logger);
    }

    public PinnedConnection Connection { get; }

    public SubscriptionHome Channels { get; }
}
