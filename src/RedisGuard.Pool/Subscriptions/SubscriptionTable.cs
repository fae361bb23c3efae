using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Leaks;
using RedisGuard.Pool.Telemetry;
using StackExchange.Redis;

namespace RedisGuard.Pool.Subscriptions;

/// <summary>The subscriptions of a pool.</summary>
internal sealed class SubscriptionTable(
    SharedConnection shared, SubscriptionConnections own, LeakTracker leaks, PoolInstruments instruments, ILogger logger)
{
    private readonly ConcurrentDictionary<RedisChannel, ChannelHub> _hubs = new();
    private readonly ConcurrentDictionary<Subscription, byte> _all = new();
    private volatile bool _closed;

    public IEnumerable<Subscription> All => _all.Keys;

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

    /// <summary>Whether some channel still hangs on a connection that was replaced.</summary>
    public bool IsBehind => shared.Current is { } connection && _hubs.Values.Any(hub => hub.IsElsewhere(connection));

    /// <summary>Moves every channel to the present shared connection. What can't be moved now is left behind: call it again.</summary>
    public async Task FollowAsync()
    {
        if (shared.Current is { } connection)
        {
            connection.OnResubscribed = TellGap;
            await Task.WhenAll(_hubs.Values.Select(hub => MoveAsync(hub, connection))).ConfigureAwait(false);
        }
    }

    private static async Task MoveAsync(ChannelHub hub, IPhysicalConnection connection)
    {
        try
        {
            await hub.MoveAsync(connection).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A connection that is torn down under a command fails it with whatever its innards throw (InvalidOperationException, say).
        catch (Exception)
#pragma warning restore CA1031
        {
            // The new connection is interrupted already, and will be back; the hub still says that it is elsewhere.
        }
    }

    private void TellGap()
    {
        foreach (var hub in _hubs.Values)
        {
            hub.TellGap(RedisGapCause.Reconnected);
        }
    }

    private async Task<RedisSubscription> SubscribeSharedAsync(
        RedisChannel channel, Func<RedisMessage, Task> handler, RedisSubscriptionOptions options, RedisCallSite site, CancellationToken cancellationToken)
    {
        var connection = shared.Current ?? await shared.OpenAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        connection.OnResubscribed = TellGap;
        ChannelHub? joined = null;
        var subscription = new Subscription(
            channel, options, site, instruments, logger, leaving => joined is null ? Task.CompletedTask : LeaveAsync(joined, leaving));
        var handle = new RedisSubscription(subscription, handler, options.OnGap, leaks);
        subscription.Start(handle);
        try
        {
            // A hub that its last subscription is just leaving refuses; it is about to be gone.
            while (joined is null)
            {
                var hub = _hubs.GetOrAdd(channel, static channel => new ChannelHub(channel));
                if (await hub.TryJoinAsync(subscription, () => shared.Current ?? connection).ConfigureAwait(false))
                {
                    joined = hub;
                }
                else
                {
                    _hubs.TryRemove(new KeyValuePair<RedisChannel, ChannelHub>(channel, hub));
                }
            }

            if (!subscription.IsActive)
            {
                // A burst ended it (RedisOverflow.End) before it could know where to leave from.
                await LeaveAsync(joined, subscription).ConfigureAwait(false);
            }
        }
        catch
        {
            await handle.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return await AdmitAsync(subscription, handle).ConfigureAwait(false);
    }

    private async Task LeaveAsync(ChannelHub hub, Subscription subscription)
    {
        _all.TryRemove(subscription, out _);
        if (await hub.LeaveAsync(subscription).ConfigureAwait(false))
        {
            _hubs.TryRemove(new KeyValuePair<RedisChannel, ChannelHub>(hub.Channel, hub));
        }
    }

    private async Task<RedisSubscription> SubscribeAloneAsync(
        RedisChannel channel, Func<RedisMessage, Task> handler, RedisSubscriptionOptions options, RedisCallSite site, CancellationToken cancellationToken)
    {
        var slot = await own.OpenAsync(cancellationToken).ConfigureAwait(false);
        var hub = new ChannelHub(channel);
        var subscription = new Subscription(channel, options, site, instruments, logger, async leaving =>
        {
            _all.TryRemove(leaving, out _);
            await own.CloseAsync(slot).ConfigureAwait(false);
        });
        var handle = new RedisSubscription(subscription, handler, options.OnGap, leaks);
        subscription.Start(handle);
        try
        {
            var connection = slot.Connection!;
            connection.OnResubscribed = () => subscription.TellGap(RedisGapCause.Reconnected);
            await hub.TryJoinAsync(subscription, () => connection).ConfigureAwait(false);
        }
        catch
        {
            await handle.DisposeAsync().ConfigureAwait(false);
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

        return handle;
    }
}
