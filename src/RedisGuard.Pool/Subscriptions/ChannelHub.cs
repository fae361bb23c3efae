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
    private ChannelMessageQueue? _queue;
    private bool _isOver;

    public RedisChannel Channel => channel;

    public IReadOnlyList<Subscription> All => _subscriptions;

    /// <summary>Adds a subscription; the first makes the server send. <see langword="false"/> when the hub is over: take another.</summary>
    public async Task<bool> TryJoinAsync(Subscription subscription, ISubscriber subscriber)
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
                    // The queue keeps the order of arrival; the library's plain handlers run side by side.
                    _queue = await subscriber.SubscribeAsync(channel).ConfigureAwait(false);
                    _queue.OnMessage(Dispatch);
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

    private void Dispatch(ChannelMessage message)
    {
        var received = new RedisMessage(message.Channel, message.Message);
        foreach (var subscription in _subscriptions)
        {
            subscription.Post(received);
        }
    }
}
