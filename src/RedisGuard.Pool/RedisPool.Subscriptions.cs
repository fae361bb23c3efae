using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace RedisGuard.Pool;

// Messages.
public sealed partial class RedisPool
{
    /// <summary>Subscribes a handler to a channel. Keep the result for as long as you want messages, then dispose it.</summary>
    /// <param name="channel">The channel or pattern.</param>
    /// <param name="handler">Awaited for one message after the other. What it throws is logged, and the next message delivered.</param>
    /// <param name="options">How the subscription behaves.</param>
    /// <param name="cancellationToken">Stops waiting; what the server was told by then is taken back.</param>
    /// <param name="filePath">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <returns>The subscription. The server knows of it.</returns>
    /// <exception cref="RedisPoolConfigurationException">An option is out of range.</exception>
    /// <exception cref="RedisConnectionException">The server can't be reached.</exception>
    /// <exception cref="RedisTimeoutException">The server didn't answer.</exception>
    /// <exception cref="RedisPoolExhaustedException">A connection of its own was asked for, and none is free.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    public Task<RedisSubscription> SubscribeAsync(
        RedisChannel channel,
        Func<RedisMessage, Task> handler,
        RedisSubscriptionOptions? options = null,
        CancellationToken cancellationToken = default,
        [CallerFilePath] string filePath = "",
        [CallerLineNumber] int line = 0,
        [CallerMemberName] string member = "")
    {
        ArgumentNullException.ThrowIfNull(handler);
        return _subscriptions.SubscribeAsync(
            channel, handler, options ?? new RedisSubscriptionOptions(), new RedisCallSite(filePath, line, member), cancellationToken);
    }

    /// <inheritdoc cref="SubscribeAsync(RedisChannel, Func{RedisMessage, Task}, RedisSubscriptionOptions?, CancellationToken, string, int, string)"/>
    /// <param name="channel">The channel or pattern.</param>
    /// <param name="handler">Called for one message after the other.</param>
    /// <param name="options">How the subscription behaves.</param>
    /// <param name="cancellationToken">Stops waiting; what the server was told by then is taken back.</param>
    /// <param name="filePath">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    public Task<RedisSubscription> SubscribeAsync(
        RedisChannel channel,
        Action<RedisMessage> handler,
        RedisSubscriptionOptions? options = null,
        CancellationToken cancellationToken = default,
        [CallerFilePath] string filePath = "",
        [CallerLineNumber] int line = 0,
        [CallerMemberName] string member = "")
    {
        ArgumentNullException.ThrowIfNull(handler);
        return SubscribeAsync(
            channel,
            message =>
            {
                handler(message);
                return Task.CompletedTask;
            },
            options,
            cancellationToken,
            filePath,
            line,
            member);
    }
}
