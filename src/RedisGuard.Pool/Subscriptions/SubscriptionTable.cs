using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Leaks;
using RedisGuard.Pool.Telemetry;
using RedisGuard.Pool.Upkeep;
using StackExchange.Redis;

namespace RedisGuard.Pool.Subscriptions;

/// <summary>
/// The subscriptions of a pool. Its channels are spread over the shared connections: each comes over one, whatever the number of its
/// subscriptions. Where there are several nodes, the plain ones come over one more, which leads to one of them.
/// </summary>
internal sealed class SubscriptionTable(
    SharedConnections shared, SubscriptionConnections own, LeakTracker leaks, PoolInstruments instruments, DemandLoop deliveries, ILogger logger, TimeProvider time)
{
    // Somebody who subscribes to the same channel may be waiting for the server already, and is first.
    private const int Turns = 2;

    // One after the other while nodes come and go.
    private const int Connections = 5;

    private readonly object _gate = new();
    private readonly ConcurrentDictionary<RedisChannel, ChannelHub> _hubs = new();
    private readonly ConcurrentDictionary<Subscription, byte> _all = new();
    private readonly SubscriptionHome[] _homes = [.. shared.All.Select(node => new SubscriptionHome(node, RedisGapCause.Reopened, logger))];
    private readonly PinnedHome _plain = new(own, () => Reachable(shared), isFirst: true, logger);
    private readonly ConcurrentDictionary<PinnedHome, byte> _alone = new();
    private int _joining;
    private volatile bool _closed;

    public IEnumerable<Subscription> All => _all.Keys;

    public int Count => _all.Count;

    /// <summary>The one node of several that plain channels come from; <see langword="null"/> for none.</summary>
    public EndPoint? PlainNode => _plain.Connection.Node;

    /// <summary>The number of channels each shared connection is asked for.</summary>
    public IReadOnlyList<int> Channels => Array.ConvertAll(_homes, static home => home.Channels);

    public async Task<RedisSubscription> SubscribeAsync(
        RedisChannel channel,
        Func<RedisMessage, Task> handler,
        RedisSubscriptionOptions options,
        RedisCallSite site,
        CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closed, typeof(RedisPool));
        options.Validate();
        return options.Dedicated
            ? await SubscribeAloneAsync(channel, handler, options, site, cancellationToken).ConfigureAwait(false)
            : await SubscribeSharedAsync(channel, handler, options, site, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends all, and refuses more. The connection that leads to one node is left to <see cref="CloseConnectionAsync"/>.</summary>
    public Task CloseAsync()
    {
        _closed = true;
        return Task.WhenAll(_all.Keys.Select(static subscription =>
        {
            subscription.TryEnd();
            return subscription.Ended;
        }));
    }

    /// <summary>Closes what no subscription hangs on any more.</summary>
    public Task CloseConnectionAsync() => _plain.Connection.CloseAsync();

    /// <summary>Tells whether some channel hears nothing, because the connection that it has beside the shared ones is down.</summary>
    public bool IsDeaf => Pinned.Any(static home => home.Channels.IsDeaf);

    /// <summary>Tells whether some channel may still hang on a connection that was lost for good.</summary>
    public bool IsBehind => Homes.Any(static home => home.IsBehind);

    private IEnumerable<PinnedHome> Pinned => [_plain, .. _alone.Keys];

    private IEnumerable<SubscriptionHome> Homes => [.. _homes, .. Pinned.Select(static pinned => pinned.Channels)];

    /// <summary>Looks for connections whose node is gone. To be called by one caller at a time, a few times a second.</summary>
    public void Look() => Rounds.Each(Pinned, static home => home.Connection.Look());

    /// <summary>Moves every channel to the present connections. What can't be moved now is left behind: call it again.</summary>
    public Task FollowAsync() => Task.WhenAll(Homes.Where(static home => home.IsBehind).Select(static home => home.FollowAsync()));

    // Those of the shared connections that are open.
    private static IReadOnlyList<EndPoint>? Reachable(SharedConnections shared) =>
        shared.All.Select(static node => node.Current).OfType<IPhysicalConnection>().FirstOrDefault()?.Nodes;

    // Notifications come from the one node that has the key: where they are heard is the library's to choose.
    private static bool IsPlain(RedisChannel channel) => !channel.IsSharded && ((string?)channel)?.StartsWith("__", StringComparison.Ordinal) == false;

    private async Task<RedisSubscription> SubscribeSharedAsync(
        RedisChannel channel, Func<RedisMessage, Task> handler, RedisSubscriptionOptions options, RedisCallSite site, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _joining);
        try
        {
            var home = await OpenHomeAsync(channel, cancellationToken).ConfigureAwait(false);
            var subscription = new Subscription(channel, options, site, instruments, logger, time, deliveries, LeaveAsync);
            return await StartAsync(
                subscription, handler, options, () => JoinAsync(subscription, () => HubOf(channel, home), cancellationToken), home.Connection.Patience * Turns, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _joining);
            RestUnused();
        }
    }

    // Where the channel already comes, else over the connection that has the fewest.
    private async Task<SubscriptionHome> OpenHomeAsync(RedisChannel channel, CancellationToken cancellationToken)
    {
        var home = _hubs.TryGetValue(channel, out var hub) ? hub.Home! : _homes[shared.Next(index => _homes[index].Channels)];
        await home.OpenAsync(cancellationToken).ConfigureAwait(false);
        if (hub is null && own.HasRoom && IsPlain(channel) && home.Connection.Nodes.Count > 0)
        {
            try
            {
                await _plain.Channels.OpenAsync(cancellationToken).ConfigureAwait(false);
                return _plain.Channels;
            }
            catch (Exception e) when (e is RedisPoolExhaustedException or RedisException or RedisTimeoutException)
            {
                // No connection is to be had, by the limit or from the servers. The shared one is there, as it is for the library alone.
            }
        }

        return home;
    }

    private void RestUnused()
    {
        if (_plain.Connection.IsWanted && IsUnused())
        {
            _plain.Connection.RestAsync(IsUnused).Observe();
        }

        bool IsUnused() => Volatile.Read(ref _joining) == 0 && _plain.Channels.Channels == 0;
    }

    private async Task JoinAsync(Subscription subscription, Func<ChannelHub> next, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ;)
        {
            // Said before it joins, so that whoever ends it meanwhile knows where it may be.
            var hub = subscription.Hub = next();
            var home = hub.Home!;
            IPhysicalConnection? tried = null;
            try
            {
                if (await hub.TryJoinAsync(subscription, () => tried = home.Connection).ConfigureAwait(false))
                {
                    return;
                }
            }
            catch (Exception e) when (attempt++ < Connections && !_closed && (e is ObjectDisposedException || tried?.IsDisposed == true))
            {
                // It has left the node for another one. That it was closed is no fault of who subscribes.
                await home.OpenAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // Who made a hub had its home open.
    private ChannelHub HubOf(RedisChannel channel, SubscriptionHome home)
    {
        if (_hubs.TryGetValue(channel, out var known))
        {
            return known;
        }

        lock (_gate)
        {
            if (!_hubs.TryGetValue(channel, out var hub))
            {
                _hubs[channel] = hub = new ChannelHub(channel, home, Forget);
                home.Add(hub);
            }

            return hub;
        }
    }

    private void Forget(ChannelHub hub)
    {
        lock (_gate)
        {
            _hubs.TryRemove(new(hub.Channel, hub));
            hub.Home!.Remove(hub);
        }

        RestUnused();
    }

    private Task LeaveAsync(Subscription subscription)
    {
        _all.TryRemove(subscription, out _);
        return subscription.Hub is { } hub ? hub.LeaveAsync(subscription) : Task.CompletedTask;
    }

    private async Task<RedisSubscription> SubscribeAloneAsync(
        RedisChannel channel, Func<RedisMessage, Task> handler, RedisSubscriptionOptions options, RedisCallSite site, CancellationToken cancellationToken)
    {
        var home = new PinnedHome(own, IsPlain(channel) ? () => Reachable(shared) : null, isFirst: false, logger);
        await home.Channels.OpenAsync(cancellationToken).ConfigureAwait(false);
        var subscription = new Subscription(channel, options, site, instruments, logger, time, deliveries, async leaving =>
        {
            _all.TryRemove(leaving, out _);
            _alone.TryRemove(home, out _);
            await home.Connection.CloseAsync().ConfigureAwait(false);
        });
        _alone[home] = 0;
        return await StartAsync(
            subscription, handler, options, () => JoinAsync(subscription, NewHub, cancellationToken), home.Channels.Connection.Patience * Turns, cancellationToken).ConfigureAwait(false);

        ChannelHub NewHub()
        {
            var hub = new ChannelHub(channel, home.Channels, home.Channels.Remove);
            home.Channels.Add(hub);
            return hub;
        }
    }

    private async Task<RedisSubscription> StartAsync(
        Subscription subscription, Func<RedisMessage, Task> handler, RedisSubscriptionOptions options, Func<Task> join, TimeSpan patience, CancellationToken cancellationToken)
    {
        var handle = new RedisSubscription(subscription, handler, options.OnGap, leaks);
        subscription.Start(handle, leaks.IsOn);
        var joining = join();
        var joined = joining.WithinAsync(patience);
        try
        {
            await joined.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // A caller who loses patience doesn't wait for the server: it joins by itself, and leaves as soon as it has.
            joining.Observe();
            joined.Observe();
            subscription.TryEnd();
            if (_closed && e is not OperationCanceledException)
            {
                // Whatever the connection that was closed beneath it makes of that.
                throw new ObjectDisposedException("The pool was disposed while this call subscribed.", e);
            }

            throw;
        }

        return await AdmitAsync(subscription, handle).ConfigureAwait(false);
    }

    // Added before the look at the flag, as closing sets the flag before it looks: one of the two sees the other.
    private async Task<RedisSubscription> AdmitAsync(Subscription subscription, RedisSubscription handle)
    {
        _all[subscription] = 0;
        if (!subscription.IsActive)
        {
            _all.TryRemove(subscription, out _);
        }

        if (_closed)
        {
            await handle.DisposeAsync().ConfigureAwait(false);
            throw new ObjectDisposedException(nameof(RedisPool), "The pool was disposed while this call subscribed.");
        }

        handle.TellAcquired();
        return handle;
    }
}
