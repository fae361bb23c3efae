using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Leaks;
using RedisGuard.Pool.Telemetry;
using StackExchange.Redis;

namespace RedisGuard.Pool.Subscriptions;

/// <summary>The subscriptions of a pool.</summary>
internal sealed class SubscriptionTable(
    SharedConnection shared, SubscriptionConnections own, LeakTracker leaks, PoolInstruments instruments, ILogger logger, TimeProvider time)
    : IMessageReceiver
{
    private readonly ConcurrentDictionary<RedisChannel, ChannelHub> _hubs = new();
    private readonly ConcurrentDictionary<Subscription, byte> _all = new();

    // The connection that every channel comes over, unless somebody disposed it.
    private volatile IPhysicalConnection? _home;
    private volatile bool _closed;

    public IEnumerable<Subscription> All => _all.Keys;

    public int Count => _all.Count;

    /// <summary>How many channels the shared connection is asked for.</summary>
    public int Channels => _hubs.Count;

    IEnumerable<RedisChannel> IMessageReceiver.Channels => _hubs.Keys;

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

    /// <summary>Ends all, and refuses more.</summary>
    public Task CloseAsync()
    {
        _closed = true;
        return Task.WhenAll(_all.Keys.Select(static subscription =>
        {
            subscription.TryEnd();
            return subscription.Ended;
        }));
    }

    /// <summary>Whether some channel may still hang on a shared connection that somebody disposed.</summary>
    public bool IsBehind => shared.Current is { } connection && connection != _home && !_hubs.IsEmpty;

    /// <summary>Moves every channel to the present shared connection. What can't be moved now is left behind: call it again.</summary>
    public async Task FollowAsync()
    {
        if (shared.Current is { } connection)
        {
            connection.Receiver = this;
            var moved = await Task.WhenAll(_hubs.Values.Select(hub => TryMoveAsync(hub, connection))).ConfigureAwait(false);
            if (Array.TrueForAll(moved, static isMoved => isMoved))
            {
                _home = connection;
            }
        }
    }

    private static async Task<bool> TryMoveAsync(ChannelHub hub, IPhysicalConnection connection)
    {
        try
        {
            await hub.MoveAsync(connection).ConfigureAwait(false);
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

    void IMessageReceiver.TellGap(RedisChannel channel, RedisGapCause cause)
    {
        if (_hubs.TryGetValue(channel, out var hub))
        {
            hub.TellGap(cause);
        }
    }

    void IMessageReceiver.TellUnconfirmed(RedisChannel channel) => PoolLog.Unconfirmed(logger, channel.ToString());

    private async Task<RedisSubscription> SubscribeSharedAsync(
        RedisChannel channel, Func<RedisMessage, Task> handler, RedisSubscriptionOptions options, RedisCallSite site, CancellationToken cancellationToken)
    {
        var connection = shared.Current ?? await shared.OpenAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        connection.Receiver = this;
        _home ??= connection;
        var subscription = new Subscription(channel, options, site, instruments, logger, time, LeaveAsync);
        return await StartAsync(subscription, handler, options, () => JoinAsync(subscription, connection), cancellationToken).ConfigureAwait(false);
    }

    private async Task JoinAsync(Subscription subscription, IPhysicalConnection connection)
    {
        ChannelHub hub;
        do
        {
            // Said before it joins, so that whoever ends it meanwhile knows where it may be.
            hub = _hubs.GetOrAdd(subscription.Channel, static (channel, hubs) => new ChannelHub(channel, hub => hubs.TryRemove(new(channel, hub))), _hubs);
            subscription.Hub = hub;
        }
        while (!await hub.TryJoinAsync(subscription, () => shared.Current ?? connection).ConfigureAwait(false));
    }

    private Task LeaveAsync(Subscription subscription)
    {
        _all.TryRemove(subscription, out _);
        return subscription.Hub is { } hub ? hub.LeaveAsync(subscription) : Task.CompletedTask;
    }

    private async Task<RedisSubscription> SubscribeAloneAsync(
        RedisChannel channel, Func<RedisMessage, Task> handler, RedisSubscriptionOptions options, RedisCallSite site, CancellationToken cancellationToken)
    {
        var slot = await own.OpenAsync(cancellationToken).ConfigureAwait(false);
        var connection = slot.Connection!;
        var subscription = new Subscription(channel, options, site, instruments, logger, time, async leaving =>
        {
            _all.TryRemove(leaving, out _);
            await own.CloseAsync(slot).ConfigureAwait(false);
        });
        var hub = new ChannelHub(channel);
        connection.Receiver = new LoneReceiver(hub, logger);
        return await StartAsync(subscription, handler, options, () => hub.TryJoinAsync(subscription, () => connection), cancellationToken).ConfigureAwait(false);
    }

    private async Task<RedisSubscription> StartAsync(
        Subscription subscription, Func<RedisMessage, Task> handler, RedisSubscriptionOptions options, Func<Task> join, CancellationToken cancellationToken)
    {
        var handle = new RedisSubscription(subscription, handler, options.OnGap, leaks);
        subscription.Start(handle, leaks.IsOn);
        var joining = join();
        try
        {
            await joining.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // A caller who loses patience doesn't wait for the server: it joins by itself, and leaves as soon as it has.
            joining.Observe();
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
