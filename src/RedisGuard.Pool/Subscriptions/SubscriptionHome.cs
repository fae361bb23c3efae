using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Sockets;
using RedisGuard.Pool.Telemetry;
using RedisGuard.Pool.Upkeep;
using StackExchange.Redis;

namespace RedisGuard.Pool.Subscriptions;

/// <summary>The channels that come over one connection.</summary>
/// <param name="node">The connection.</param>
/// <param name="cause">What it means for the channels when another takes its place.</param>
/// <param name="logger">Told of channels that the server doesn't confirm.</param>
internal sealed class SubscriptionHome(IStandingConnection node, RedisGapCause cause, ILogger logger) : IMessageReceiver
{
    private readonly ConcurrentDictionary<RedisChannel, ChannelHub> _hubs = new();
    private int _channels;

    // The connection that every channel comes over, unless it was lost for good.
    private volatile IPhysicalConnection? _connection;

    /// <summary>The number of channels the connection is asked for.</summary>
    public int Channels => Volatile.Read(ref _channels);

    IEnumerable<RedisChannel> IMessageReceiver.Channels => _hubs.Keys;

    /// <summary>The connection to subscribe on: the present one, and while there is none the last.</summary>
    public IPhysicalConnection Connection => node.Current ?? _connection!;

    /// <summary>Tells whether some channel may still hang on a connection that was lost for good.</summary>
    public bool IsBehind => node.Current is { } connection && connection != _connection && !_hubs.IsEmpty;

    /// <summary>Tells whether there are channels, and no connection that they could come over now.</summary>
    public bool IsDeaf => !_hubs.IsEmpty && node.Current is not { IsReady: true };

    /// <summary>Opens the connection, where it isn't open, and receives over it.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var connection = node.Current ?? await node.OpenAsync(cancellationToken).ConfigureAwait(false);
        connection.Receiver = this;
        _connection ??= connection;
    }

    public void Add(ChannelHub hub)
    {
        _hubs[hub.Channel] = hub;
        Interlocked.Increment(ref _channels);
    }

    public void Remove(ChannelHub hub)
    {
        _hubs.TryRemove(new(hub.Channel, hub));
        Interlocked.Decrement(ref _channels);
    }

    /// <summary>Moves every channel to the present connection. What can't be moved now is left behind: call it again.</summary>
    public async Task FollowAsync()
    {
        if (node.Current is { } connection)
        {
            connection.Receiver = this;
            var moved = await Task.WhenAll(_hubs.Values.Select(hub => TryMoveAsync(hub, connection))).ConfigureAwait(false);
            if (Array.TrueForAll(moved, static isMoved => isMoved))
            {
                _connection = connection;
            }
        }
    }

    void IMessageReceiver.TellGap(RedisChannel channel, RedisGapCause cause)
    {
        if (_hubs.TryGetValue(channel, out var hub))
        {
            hub.TellGap(cause);
        }
    }

    void IMessageReceiver.TellLost(LedgerSocket successor) => Task.Run(() => FollowAsync(successor)).Observe();

    void IMessageReceiver.TellUnconfirmed(RedisChannel channel) => PoolLog.Unconfirmed(logger, channel.ToString());

    private async Task FollowAsync(LedgerSocket successor)
    {
        if (await node.TryReplaceAsync(successor).ConfigureAwait(false))
        {
            await FollowAsync().ConfigureAwait(false);
        }
    }

    private async Task<bool> TryMoveAsync(ChannelHub hub, IPhysicalConnection connection)
    {
        try
        {
            await hub.MoveAsync(connection, cause).ConfigureAwait(false);
            return true;
        }
#pragma warning disable CA1031 // A connection that is torn down under a command fails it with whatever its innards throw (InvalidOperationException, say).
        catch (Exception)
#pragma warning restore CA1031
        {
            // The new connection is interrupted already, and will be back; the hub still says that it is elsewhere.
            return false;
        }
    }
}
