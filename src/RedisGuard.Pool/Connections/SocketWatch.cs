using RedisGuard.Pool.Upkeep;

namespace RedisGuard.Pool.Connections;

/// <summary>Looks after the sockets of every connection that somebody relies on while nothing is sent: the shared ones, and those that carry subscriptions.</summary>
/// <remarks>
/// Never those that are rented: what was begun on such a socket (WATCH, MULTI) would be lost, and the next one carry on as if
/// it weren't.
/// </remarks>
internal sealed class SocketWatch(ConnectionSlots slots)
{
    public void Look()
    {
        Rounds.Each(
            slots.All.Where(static slot => slot.State is RedisConnectionState.Shared or RedisConnectionState.Subscribed),
            static slot => slot.Connection?.Tend());
    }
}
