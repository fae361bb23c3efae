using System.Net;
using System.Runtime.ExceptionServices;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Sockets;
using StackExchange.Redis;

namespace RedisGuard.Pool.Subscriptions;

/// <summary>
/// Finds the gaps in what a connection receives: a new socket in the place of one that carried subscriptions, or a channel
/// that now comes from another node. The library's events tell neither for certain.
/// </summary>
internal sealed class GapWatch(IConnectionMultiplexer multiplexer)
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LastLook = TimeSpan.FromMilliseconds(250);

    // Subscribing 300 channels anew takes some 50 ms on loopback.
    private static readonly TimeSpan Confirmation = TimeSpan.FromSeconds(10);

    private readonly object _gate = new();
    private readonly Dictionary<(EndPoint Node, ConnectionType Kind), LedgerSocket> _renewed = [];
    private readonly Dictionary<EndPoint, ConnectionType> _carriers = [];

    // The node that each channel was last seen to come from. Empty where there is but one node.
    private readonly Dictionary<RedisChannel, EndPoint> _nodes = [];
    private readonly GivenUpChannels _givenUp = new();
    private bool _isFollowing;
    private Exception? _failure;

    public IMessageReceiver? Receiver { get; set; }

    /// <summary>To be called for each socket before it connects.</summary>
    public void Opening(LedgerSocket socket)
    {
        if (socket.Generation == 1 || Receiver is not { } receiver)
        {
            return;
        }

        receiver.TellLost(socket);

        lock (_gate)
        {
            // Of those that take turns in an outage only the last one counts. Which kind carries the subscriptions is known once
            // it is connected.
            _renewed[(socket.EndPoint, socket.Kind)] = socket;
            if (_isFollowing)
            {
                return;
            }

            _isFollowing = true;
        }

        Task.Run(FollowAsync).Observe();
    }

    /// <summary>Looks for channels that come from another node than before. To be called by one caller at a time.</summary>
    public void Look()
    {
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
        {
            // To whoever supervises this.
            ExceptionDispatchInfo.Throw(failure);
        }

        if (Receiver is not { } receiver)
        {
            return;
        }

        var servers = multiplexer.GetServers();
        foreach (var server in servers)
        {
            Note(server);
        }

        if (servers.Length < 2)
        {
            return;
        }

        var places = Places(receiver);
        foreach (var channel in Moved(places))
        {
            receiver.TellGap(channel, RedisGapCause.Moved);
        }

        // A node that is down has the library look by itself.
        if (_givenUp.IsDue(Array.Exists(places, static place => place.Node is null) && Array.TrueForAll(servers, static server => server.IsConnected), Environment.TickCount64))
        {
            multiplexer.ConfigureAsync().Observe();
        }
    }

    private (RedisChannel Channel, EndPoint? Node)[] Places(IMessageReceiver receiver)
    {
        var subscriber = multiplexer.GetSubscriber();
        return [.. receiver.Channels.Select(channel => (channel, subscriber.SubscribedEndpoint(channel)))];
    }

    private List<RedisChannel> Moved((RedisChannel Channel, EndPoint? Node)[] places)
    {
        var moved = new List<RedisChannel>();
        lock (_gate)
        {
            foreach (var gone in _nodes.Keys.Except(places.Select(static place => place.Channel)).ToList())
            {
                _nodes.Remove(gone);
            }

            foreach (var (channel, node) in places)
            {
                if (node is null)
                {
                    continue;
                }

                if (_nodes.TryGetValue(channel, out var before) && !before.Equals(node))
                {
                    moved.Add(channel);
                }

                _nodes[channel] = node;
            }
        }

        return moved;
    }

    private async Task FollowAsync()
    {
        var look = FirstLook;
        var connectedAt = default(long?);
        var isToldUnconfirmed = false;
        while (true)
        {
            await Task.Delay(look).ConfigureAwait(false);
            look = look * 2 < LastLook ? look * 2 : LastLook;
            try
            {
                foreach (var socket in Renewed())
                {
                    if (Array.Find(multiplexer.GetServers(), server => server.EndPoint.Equals(socket.EndPoint)) is not { } server || Receiver is not { } receiver)
                    {
                        // A sentinel's, or one of a node that is no longer part of this, or of a connection that was closed.
                        Forget(socket);
                    }
                    else if (server.IsConnected && socket.IsConnected)
                    {
                        // Both: with RESP2 the library loses one of its sockets to a node and takes the node for connected by the other, a moment longer.
                        connectedAt ??= Environment.TickCount64;
                        var waiting = Tell(receiver, server, socket);
                        if (waiting is { } channel && !isToldUnconfirmed && Environment.TickCount64 - connectedAt > Confirmation.TotalMilliseconds)
                        {
                            isToldUnconfirmed = true;
                            receiver.TellUnconfirmed(channel);
                        }
                    }
                }
            }
#pragma warning disable CA1031 // A connection that is torn down beneath this throws whatever its innards do. Ended by it, this would never tell of a gap again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _failure = e;
            }

            lock (_gate)
            {
                if (_renewed.Count == 0)
                {
                    _isFollowing = false;
                    return;
                }
            }
        }
    }

    // A channel that the server hasn't confirmed yet; null when all are, and told.
    private RedisChannel? Tell(IMessageReceiver receiver, IServer server, LedgerSocket socket)
    {
        var places = Places(receiver);
        var gaps = new List<(RedisChannel Channel, RedisGapCause Cause)>();
        lock (_gate)
        {
            // Those of another node may wait for it for long, and are no business of this one's.
            var own = Array.FindAll(places, place => !_nodes.TryGetValue(place.Channel, out var node) || node.Equals(server.EndPoint));
            if (Array.FindIndex(own, static place => place.Node is null) is >= 0 and var missing)
            {
                return own[missing].Channel;
            }

            // The library may have lost the new one too while this looked.
            if (!Forget(socket) || !Carries(server, socket.Kind))
            {
                return null;
            }

            foreach (var (channel, node) in own)
            {
                if (node!.Equals(server.EndPoint))
                {
                    gaps.Add((channel, RedisGapCause.Reconnected));
                }
                else
                {
                    // Told here: it may be back before anybody looks where it comes from. One that was never looked at may have
                    // come from here.
                    gaps.Add((channel, RedisGapCause.Moved));
                    _nodes[channel] = node;
                }
            }
        }

        foreach (var (channel, cause) in gaps)
        {
            receiver.TellGap(channel, cause);
        }

        return null;
    }

    // Before a loss, for after it the library may have the subscriptions on the other of its sockets: while it doesn't know yet
    // that a server speaks RESP3 they are on the second one, and once it does on the first.
    private void Note(IServer server)
    {
        var counters = server.GetCounters();
        if (counters.Interactive.Subscriptions > 0 || counters.Subscription.Subscriptions > 0)
        {
            lock (_gate)
            {
                if (!_renewed.Keys.Any(key => key.Node.Equals(server.EndPoint)))
                {
                    _carriers[server.EndPoint] = counters.Subscription.Subscriptions > 0 ? ConnectionType.Subscription : ConnectionType.Interactive;
                }
            }
        }
    }

    private bool Carries(IServer server, ConnectionType kind)
    {
        lock (_gate)
        {
            if (_carriers.TryGetValue(server.EndPoint, out var carrier))
            {
                return kind == carrier;
            }

            // Lost before it was looked at: the one that the protocol says, or the one that has them now. Only the first of the two counts.
            var counters = server.GetCounters();
            var now = counters.Subscription.Subscriptions > 0 ? ConnectionType.Subscription : ConnectionType.Interactive;
            var told = server.Protocol == RedisProtocol.Resp2 ? ConnectionType.Subscription : ConnectionType.Interactive;
            if (kind != now && kind != told)
            {
                return false;
            }

            _carriers[server.EndPoint] = kind;
            return true;
        }
    }

    private LedgerSocket[] Renewed()
    {
        lock (_gate)
        {
            return [.. _renewed.Values];
        }
    }

    // False when another socket has taken its place meanwhile.
    private bool Forget(LedgerSocket socket)
    {
        var key = (socket.EndPoint, socket.Kind);
        lock (_gate)
        {
            return _renewed.TryGetValue(key, out var known) && known == socket && _renewed.Remove(key);
        }
    }
}
