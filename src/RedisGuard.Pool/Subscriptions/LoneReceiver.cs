using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Telemetry;
using StackExchange.Redis;

namespace RedisGuard.Pool.Subscriptions;

/// <summary>The one channel of a connection that carries one subscription.</summary>
internal sealed class LoneReceiver(ChannelHub hub, ILogger logger) : IMessageReceiver
{
    public IEnumerable<RedisChannel> Channels => [hub.Channel];

    public void TellGap(RedisChannel channel, RedisGapCause cause) => hub.TellGap(cause);

    public void TellUnconfirmed(RedisChannel channel) => PoolLog.Unconfirmed(logger, channel.ToString());
}
