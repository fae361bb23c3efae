using Microsoft.Extensions.Logging;

namespace RedisGuard.Pool.Telemetry;

/// <summary>Every log message of the pool. The event ids are public: alerts are built on them, so none is ever reused.</summary>
internal static partial class PoolLog
{
    public const string Category = "RedisGuard.Pool";

    public static void Leaked(ILogger logger, RedisLeakKind kind, RedisCallSite site, long count, string? stack)
    {
        if (!logger.IsEnabled(LogLevel.Warning))
        {
            return;
        }

        var rented = stack is null ? string.Empty : $"{Environment.NewLine}acquired{Environment.NewLine}{stack.TrimEnd()}";
        switch (kind)
        {
            case RedisLeakKind.Lease:
                LeaseLeaked(logger, site.FilePath, site.Line, site.Member, count, rented);
                break;
            case RedisLeakKind.Subscription:
                SubscriptionLeaked(logger, site.FilePath, site.Line, site.Member, count, rented);
                break;
            default:
                DedicatedLeaked(logger, site.FilePath, site.Line, site.Member, count, rented);
                break;
        }
    }

    [LoggerMessage(1001, LogLevel.Warning,
        "Leaked: the lease rented at {File}:{Line} ({Member}) was collected without being returned, {Count} so far. Its connection was closed and its permit freed. Write: await using var lease = await pool.RentAsync();{Stack}")]
    private static partial void LeaseLeaked(ILogger logger, string file, int line, string member, long count, string stack);

    [LoggerMessage(1002, LogLevel.Warning,
        "Leaked: the subscription made at {File}:{Line} ({Member}) was collected without being disposed, {Count} so far. It was unsubscribed, and its handler is no longer called. Keep the RedisSubscription for as long as you want messages, then dispose it.{Stack}")]
    private static partial void SubscriptionLeaked(ILogger logger, string file, int line, string member, long count, string stack);

    [LoggerMessage(1003, LogLevel.Warning,
        "Leaked: the dedicated connection opened at {File}:{Line} ({Member}) was collected without being disposed, {Count} so far. It was closed. Write: await using var connection = await RedisPool.ConnectDedicatedAsync(configuration);{Stack}")]
    private static partial void DedicatedLeaked(ILogger logger, string file, int line, string member, long count, string stack);

    [LoggerMessage(1009, LogLevel.Error, "A LeakDetected handler failed.")]
    public static partial void LeakCallbackFailed(ILogger logger, Exception exception);

    [LoggerMessage(1011, LogLevel.Warning,
        "Long held: {Count} lease(s) of pool {Pool} rented at {File}:{Line} ({Member}), the oldest {Seconds:0} s ago. Not proved to be leaked; if it is meant to be, set lease.LongHeldThreshold.")]
    public static partial void LongHeld(ILogger logger, string pool, int count, string file, int line, string member, double seconds);

    [LoggerMessage(1012, LogLevel.Information, "No longer held: a lease of pool {Pool} rented at {File}:{Line} ({Member}) came back after all.")]
    public static partial void LongHeldReturned(ILogger logger, string pool, string file, int line, string member);

    [LoggerMessage(1401, LogLevel.Error, "The handler of subscription {Id} on {Channel} failed. It was made at {Site}.")]
    public static partial void HandlerFailed(ILogger logger, Exception exception, string id, string channel, RedisCallSite site);

    [LoggerMessage(1402, LogLevel.Warning, "{Count} message(s) dropped: the queue of subscription {Id} on {Channel}, made at {Site}, is full. Its handler is too slow.")]
    public static partial void MessagesDropped(ILogger logger, long count, string id, string channel, RedisCallSite site);

    [LoggerMessage(1403, LogLevel.Error, "Subscription {Id} on {Channel}, made at {Site}, ended: its queue is full, and it asked for no gaps.")]
    public static partial void SubscriptionOverflowed(ILogger logger, string id, string channel, RedisCallSite site);

    [LoggerMessage(1404, LogLevel.Debug, "Subscription {Id} on {Channel} ended without telling the server.")]
    public static partial void UnsubscribeFailed(ILogger logger, Exception exception, string id, string channel);

    [LoggerMessage(1101, LogLevel.Debug, "Pool {Pool} opened the connection {ClientName} in {Milliseconds:0.0} ms.")]
    public static partial void Opened(ILogger logger, string pool, string clientName, double milliseconds);

    [LoggerMessage(1102, LogLevel.Warning, "Pool {Pool} could not connect at start. It tries again when it is first used.")]
    public static partial void WarmUpFailed(ILogger logger, Exception exception, string pool);

    [LoggerMessage(1201, LogLevel.Warning, "Pool {Pool} was disposed while the lease rented at {File}:{Line} ({Member}) was still held, after {Held}. Its connection was closed under it.")]
    public static partial void HeldAtDrain(ILogger logger, string pool, string file, int line, string member, TimeSpan held);

    [LoggerMessage(1301, LogLevel.Warning, "Two pools named {Pool} lead to {EndPoints}: one was created at {First}, another at {Second}. Share one, or name them apart.")]
    public static partial void SecondPool(ILogger logger, string pool, string endPoints, RedisCallSite first, RedisCallSite second);
}
