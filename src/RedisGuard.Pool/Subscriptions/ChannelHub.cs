using RedisGuard.Pool.Connections;
using StackExchange.Redis;

namespace RedisGuard.Pool.Subscriptions;

/// <summary>
/// One channel: one handler in the library, many subscriptions here. So removing one never removes another's, which the
/// library's Unsubscribe without a handler would.
/// </summary>
#pragma warning disable CA1001 // A semaphore whose wait handle nobody asks for has nothing to dispose.
internal sealed class ChannelHub(RedisChannel channel)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _order = new(1, 1);

    // Replaced, never changed: dispatch reads it without a lock.
    private volatile Subscription[] _subscriptions = [];
    private volatile ChannelMessageQueue? _queue;
    private volatile IPhysicalConnection? _connection;
    private bool _isOver;

    public RedisChannel Channel => channel;

    public IReadOnlyList<Subscription> All => _subscriptions;

    /// <summary>Whether its messages come over another connection than this.</summary>
    public bool IsElsewhere(IPhysicalConnection connection) => _connection is { } mine && mine != connection;

    /// <summary>Adds a subscription; the first makes the server send. <see langword="false"/> when the hub is over: take another.</summary>
    /// <param name="subscription">What joins.</param>
    /// <param name="current">The connection to subscribe on, asked for when it is this one's turn: it may have been replaced meanwhile.</param>
    public async Task<bool> TryJoinAsync(Subscription subscription, Func<IPhysicalConnection> current)
    {
        await _order.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_isOver)
            {
                return false;
            }

            _subscriptions = [.. _subscriptions, subscription];
            if (_queue is null)
            {
                try
                {
                    await SubscribeAsync(current()).ConfigureAwait(false);
                }
                catch
                {
                    _subscriptions = [];
                    _isOver = true;
                    throw;
                }
            }

            return true;
        }
        finally
        {
            _order.Release();
        }
    }

    /// <summary>Receives over another connection from now on, and tells every subscription that something may have been missed.</summary>
    public async Task MoveAsync(IPhysicalConnection connection)
    {
        await _order.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_isOver || !IsElsewhere(connection))
            {
                return;
            }

            var left = _queue;
            await SubscribeAsync(connection).ConfigureAwait(false);
            TellGap(RedisGapCause.Replaced);
            _ = left?.UnsubscribeAsync(CommandFlags.FireAndForget);
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

    /// <summary>Removes a subscription; the last makes the server stop. <see langword="true"/> when the hub is over by it.</summary>
    public async Task<bool> LeaveAsync(Subscription subscription)
    {
        await _order.WaitAsync().ConfigureAwait(false);
        try
        {
            _subscriptions = Array.FindAll(_subscriptions, other => other != subscription);
            if (_subscriptions.Length > 0 || _isOver)
            {
                return false;
            }

            _isOver = true;
            if (_queue is { } queue)
            {
                await queue.UnsubscribeAsync().ConfigureAwait(false);
            }

            return true;
        }
        finally
        {
            _order.Release();
        }
    }

    private async Task SubscribeAsync(IPhysicalConnection connection)
    {
        // The queue keeps the order of arrival; the library's plain handlers run side by side.
        var queue = await connection.Multiplexer.GetSubscriber().SubscribeAsync(channel).ConfigureAwait(false);
        _queue = queue;
        _connection = connection;
        queue.OnMessage(message => Dispatch(queue, message));
    }

    private void Dispatch(ChannelMessageQueue queue, ChannelMessage message)
    {
        // A connection that is being replaced may still deliver what the new one delivers too.
        if (queue != _queue)
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
