using RedisGuard.Pool.Connections;
using StackExchange.Redis;

namespace RedisGuard.Pool.Subscriptions;

/// <summary>
/// One channel: one handler in the library, many subscriptions here. So removing one never removes another's, which the
/// library's Unsubscribe without a handler would.
/// </summary>
/// <param name="channel">The channel.</param>
/// <param name="home">What it comes over; none in tests of a hub alone.</param>
/// <param name="over">Told when nobody is left, and nobody can join any more.</param>
#pragma warning disable CA1001 // A semaphore whose wait handle nobody asks for has nothing to dispose.
internal sealed class ChannelHub(RedisChannel channel, SubscriptionHome? home = null, Action<ChannelHub>? over = null)
#pragma warning restore CA1001
{
    // One at a time talks to the library about a channel: it may lose a handler that is added while the last is removed.
    private readonly SemaphoreSlim _order = new(1, 1);

    // Replaced, never changed: dispatch reads it without a lock.
    private volatile Subscription[] _subscriptions = [];
    private volatile ChannelFeed? _feed;
    private int _failed;
    private bool _isOver;

    public RedisChannel Channel => channel;

    public SubscriptionHome? Home => home;

    /// <summary>Whether its messages come over another connection than this.</summary>
    public bool IsElsewhere(IPhysicalConnection connection) => _feed is { } feed && feed.Connection != connection;

    /// <summary>Adds a subscription; the first makes the server send. <see langword="false"/> when the hub is over: take another.</summary>
    /// <param name="subscription">What joins.</param>
    /// <param name="current">The connection to subscribe on, asked for when it is this one's turn: it may be another by then.</param>
    public async Task<bool> TryJoinAsync(Subscription subscription, Func<IPhysicalConnection> current)
    {
        await _order.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_isOver)
            {
                return false;
            }

            if (!subscription.IsActive)
            {
                // Ended while it waited for its turn: whoever ended it may have been here before, and found nothing to remove.
                return true;
            }

            _subscriptions = [.. _subscriptions, subscription];
            if (_feed is null)
            {
                await ReceiveAsync(current()).ConfigureAwait(false);
            }

            return true;
        }
        catch
        {
            Remove(subscription);
            throw;
        }
        finally
        {
            EndWhenUnused();
            _order.Release();
        }
    }

    /// <summary>Receives over another connection from now on, and tells every subscription that something may have been missed.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="cause">What they are told.</param>
    public async Task MoveAsync(IPhysicalConnection connection, RedisGapCause cause)
    {
        await _order.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!IsElsewhere(connection))
            {
                return;
            }

            var left = _feed;
            await ReceiveAsync(connection).ConfigureAwait(false);
            TellGap(cause);
            left?.CloseAsync(CommandFlags.FireAndForget).Observe();
        }
        finally
        {
            _order.Release();
        }
    }

    /// <summary>Tells every subscription that messages may have been missed.</summary>
    public void TellGap(RedisGapCause cause)
    {
        foreach (var subscription in _subscriptions)
        {
            subscription.TellGap(cause);
        }
    }

    /// <summary>Removes a subscription; the last makes the server stop.</summary>
    public async Task LeaveAsync(Subscription subscription)
    {
        await _order.WaitAsync().ConfigureAwait(false);
        try
        {
            Remove(subscription);
            if (_subscriptions.Length == 0 && _feed is { } feed)
            {
                _feed = null;
                await feed.CloseAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            EndWhenUnused();
            _order.Release();
        }
    }

    private async Task ReceiveAsync(IPhysicalConnection connection)
    {
        var feed = new ChannelFeed(connection, channel);
        try
        {
            await feed.OpenAsync().ConfigureAwait(false);
        }
        catch
        {
            _failed++;
            _ = UndoAsync(feed);
            throw;
        }

        _feed = feed;
        feed.Start(Dispatch);
    }

    // Out of turn while it waits for the server, which may take as long as it likes: others may succeed meanwhile.
    private async Task UndoAsync(ChannelFeed feed)
    {
        await feed.SettleAsync().ConfigureAwait(false);
        await _order.WaitAsync().ConfigureAwait(false);
        try
        {
            await feed.CloseAsync(CommandFlags.FireAndForget).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A connection that is torn down under a command fails it with whatever its innards throw (InvalidOperationException, say).
        catch (Exception)
#pragma warning restore CA1031
        {
            // The connection is gone, and every subscription on the server with it.
        }
        finally
        {
            _failed--;
            EndWhenUnused();
            _order.Release();
        }
    }

    private void Remove(Subscription subscription) =>
        _subscriptions = Array.FindAll(_subscriptions, other => other != subscription);

    private void EndWhenUnused()
    {
        if (!_isOver && _subscriptions.Length == 0 && _failed == 0)
        {
            _isOver = true;
            over?.Invoke(this);
        }
    }

    private void Dispatch(ChannelFeed feed, ChannelMessage message)
    {
        // The connection that was left may still deliver what the new one delivers too.
        if (feed != _feed)
        {
            return;
        }

        var received = new RedisMessage(message.Channel, message.Message);
        foreach (var subscription in _subscriptions)
        {
            subscription.Post(received);
        }
    }
}
