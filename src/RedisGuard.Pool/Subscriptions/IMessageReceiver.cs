using RedisGuard.Pool.Sockets;
using StackExchange.Redis;

namespace RedisGuard.Pool.Subscriptions;

/// <summary>Receiver that hangs on a connection for its messages.</summary>
internal interface IMessageReceiver
{
    /// <summary>The channels and patterns that it wants.</summary>
    IEnumerable<RedisChannel> Channels { get; }

    /// <summary>Messages of that channel may have been missed; the server sends again.</summary>
    void TellGap(RedisChannel channel, RedisGapCause cause);

    /// <summary>A socket was lost, and this one is being connected in its place. Waits for nothing, and must not throw.</summary>
    void TellLost(LedgerSocket successor);

    /// <summary>The server has not confirmed that channel although it is connected: messages may be missing until it does.</summary>
    void TellUnconfirmed(RedisChannel channel);
}
