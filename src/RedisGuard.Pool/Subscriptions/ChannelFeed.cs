using RedisGuard.Pool.Connections;
using StackExchange.Redis;

namespace RedisGuard.Pool.Subscriptions;

/// <summary>Messages that the library delivers of one channel over one connection. Its members are called in turn, by the hub.</summary>
internal sealed class ChannelFeed(IPhysicalConnection connection, RedisChannel channel)
{
    // Takes nothing: it is there so that the question can be taken back.
    private static readonly Action<RedisChannel, RedisValue> Question = static (_, _) => { };

    private readonly ISubscriber _subscriber = connection.Multiplexer.GetSubscriber();
    private ChannelMessageQueue? _queue;
    private int _questions;

    public IPhysicalConnection Connection => connection;

    /// <summary>Has the server send. When it fails, the server may send all the same: see <see cref="SettleAsync"/>.</summary>
    public async Task OpenAsync()
    {
        // Whatever is handed to the library stays with it when subscribing fails, and is subscribed when the connection is
        // back. A queue would then be out of reach, and fill without end; a handler can be taken off again.
        await AskAsync().ConfigureAwait(false);

        // The server sends by now, so that this one only joins in. The queue keeps the order of arrival; the library's
        // plain handlers run side by side.
        _queue = await _subscriber.SubscribeAsync(channel, CommandFlags.FireAndForget).WithinAsync(connection.Patience).ConfigureAwait(false);
        await TakeBackAsync(CommandFlags.FireAndForget).ConfigureAwait(false);
    }

    /// <summary>Delivers what came since it was opened, and what comes.</summary>
    public void Start(Action<ChannelFeed, ChannelMessage> deliver) => _queue!.OnMessage(message => deliver(this, message));

    /// <summary>
    /// After a failure to open: waits until the server has either taken the subscription in or lost the connection. Closed
    /// before, the library would not tell the server, because it doesn't know yet that the server sends.
    /// </summary>
    public async Task SettleAsync()
    {
        while (true)
        {
            try
            {
                await AskAsync().ConfigureAwait(false);
                return;
            }
            catch (RedisTimeoutException)
            {
                // Frozen, and may go on at any time with what it was sent. The timeout is the pause between two questions.
            }
#pragma warning disable CA1031 // A connection that is torn down under a command fails it with whatever its innards throw (InvalidOperationException, say).
            catch (Exception)
#pragma warning restore CA1031
            {
                return;
            }
        }
    }

    /// <summary>Has the server stop, if nobody else listens.</summary>
    public async Task CloseAsync(CommandFlags flags = CommandFlags.None)
    {
        await TakeBackAsync(flags).ConfigureAwait(false);
        if (_queue is { } queue)
        {
            await queue.UnsubscribeAsync(flags).WithinAsync(connection.Patience).ConfigureAwait(false);
        }
    }

    private Task AskAsync()
    {
        _questions++;
        return _subscriber.SubscribeAsync(channel, Question).WithinAsync(connection.Patience);
    }

    private async Task TakeBackAsync(CommandFlags flags)
    {
        for (; _questions > 0; _questions--)
        {
            await _subscriber.UnsubscribeAsync(channel, Question, flags).WithinAsync(connection.Patience).ConfigureAwait(false);
        }
    }
}
