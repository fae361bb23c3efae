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

    [LoggerMessage(1004, LogLevel.Warning,
        "Leaked: {Count} connection(s) opened past the pool at {File}:{Line} ({Member}) were collected without being closed. Take the connection from the pool, or close it where it is opened.")]
    public static partial void ConnectionLeaked(ILogger logger, string file, int line, string member, long count);

    [LoggerMessage(1009, LogLevel.Error, "A LeakDetected handler failed.")]
    public static partial void LeakCallbackFailed(ILogger logger, Exception exception);

    [LoggerMessage(1011, LogLevel.Warning,
        "Long held: {Count} lease(s) of pool {Pool} rented at {File}:{Line} ({Member}), the oldest {Seconds:0} s ago. Not proved to be leaked; if it is meant to be, set lease.LongHeldThreshold.")]
    public static partial void LongHeld(ILogger logger, string pool, int count, string file, int line, string member, double seconds);

    [LoggerMessage(1012, LogLevel.Information, "No longer held: a lease of pool {Pool} rented at {File}:{Line} ({Member}) came back after all.")]
    public static partial void LongHeldReturned(ILogger logger, string pool, string file, int line, string member);

    [LoggerMessage(1013, LogLevel.Information,
        "Pool {Pool} closes the connection of the lease rented at {File}:{Line} ({Member}) when it is returned, and opens another for the next: {Reason}. Each such lease costs a connect. Said once a line.")]
    public static partial void LeaseRenewed(ILogger logger, string pool, string file, int line, string member, string reason);

    [LoggerMessage(1401, LogLevel.Error, "The handler of subscription {Id} on {Channel} failed. It was made at {Site}.")]
    public static partial void HandlerFailed(ILogger logger, Exception exception, string id, string channel, RedisCallSite site);

    [LoggerMessage(1402, LogLevel.Warning, "{Count} message(s) dropped: the queue of subscription {Id} on {Channel}, made at {Site}, is full. Its handler is too slow.")]
    public static partial void MessagesDropped(ILogger logger, long count, string id, string channel, RedisCallSite site);

    [LoggerMessage(1403, LogLevel.Error, "Subscription {Id} on {Channel}, made at {Site}, ended: its queue is full, and it asked for no gaps.")]
    public static partial void SubscriptionOverflowed(ILogger logger, string id, string channel, RedisCallSite site);

    [LoggerMessage(1405, LogLevel.Warning, "The server has not confirmed the subscription to {Channel} 10 s after the connection came back: its messages are missing until it does. OnGap is called then.")]
    public static partial void Unconfirmed(ILogger logger, string channel);

    [LoggerMessage(1404, LogLevel.Debug, "Subscription {Id} on {Channel} ended without telling the server.")]
    public static partial void UnsubscribeFailed(ILogger logger, Exception exception, string id, string channel);

    [LoggerMessage(1101, LogLevel.Debug, "Pool {Pool} opened the connection {ClientName} in {Milliseconds:0.0} ms.")]
    public static partial void Opened(ILogger logger, string pool, string clientName, double milliseconds);

    [LoggerMessage(1102, LogLevel.Warning, "Pool {Pool} could not connect at start. It tries again when it is first used.")]
    public static partial void WarmUpFailed(ILogger logger, Exception exception, string pool);

    // 1103 to 1105 told of replaced connections.
    [LoggerMessage(1106, LogLevel.Warning,
        "Pool {Pool} closed a dead socket of its connection {ClientName} to {EndPoint} ({Kind}): it had owed an answer for {Seconds:0.0} s. Commands that were under way fail. The connection stays, and StackExchange.Redis connects it anew.")]
    public static partial void Healed(ILogger logger, string pool, string clientName, string endPoint, string kind, double seconds);
    [LoggerMessage(1109, LogLevel.Information, "Pool {Pool} is connected to {Server}. It opens {MaxConnections} connections at most.")]
    public static partial void PoolConnected(ILogger logger, string pool, string server, int maxConnections);

    [LoggerMessage(1110, LogLevel.Information, "Pool {Pool} opens {Limit} connections at most instead of {MaxConnections}: its share of the {MaxClients} clients that the server lets in, among {Processes} processes (FleetBudget).")]
    public static partial void KeptToItsShare(ILogger logger, string pool, int limit, int maxConnections, long maxClients, int processes);

    [LoggerMessage(1111, LogLevel.Warning, "Pool {Pool} may open {Sockets} sockets at {Server}, which has {Connected} of {MaxClients} clients: together more than 80 %. Lower MaxConnections or raise maxclients; 'redisguard monitor' shows who has the others.")]
    public static partial void ServerNearlyFull(ILogger logger, string pool, long sockets, string server, long connected, long maxClients);

    [LoggerMessage(1202, LogLevel.Information, "Pool {Pool} for {EndPoints} is closed.")]
    public static partial void PoolClosed(ILogger logger, string pool, string endPoints);

    [LoggerMessage(1203, LogLevel.Warning, "Pool {Pool} for {EndPoints} is closed, but {Connections} connection(s) are still being opened or closed: the server doesn't answer. They end by themselves.")]
    public static partial void PoolLeftBehind(ILogger logger, string pool, string endPoints, int connections);


    [LoggerMessage(1107, LogLevel.Error,
        "Somebody disposed the shared connection {ClientName} of pool {Pool}, which is borrowed from the pool. Whoever still holds it gets ObjectDisposedException; the pool opens another for who asks it. Find the using or Dispose around GetConnection, GetConnectionAsync or the injected IConnectionMultiplexer, and remove it.")]
    public static partial void DisposedByOther(ILogger logger, string pool, string clientName);

    [LoggerMessage(1108, LogLevel.Error, "The loop '{Loop}' of pool {Pool} failed a round. It goes on; further failures are not logged until a round succeeds.")]
    public static partial void LoopFailed(ILogger logger, Exception exception, string loop, string pool);

    [LoggerMessage(1601, LogLevel.Warning,
        "Pool {Pool} for {EndPoints} is unhealthy: {Failures} looks in a row failed, the last because {Reason}.")]
    public static partial void Unhealthy(ILogger logger, string pool, string endPoints, long failures, string? reason);

    [LoggerMessage(1602, LogLevel.Information, "Pool {Pool} for {EndPoints} is healthy again, after {Seconds:0} s and {Failures} failed looks.")]
    public static partial void HealthyAgain(ILogger logger, string pool, string endPoints, double seconds, long failures);

    [LoggerMessage(1603, LogLevel.Warning,
        "Pool {Pool} for {EndPoints} is still unhealthy, since {Minutes:0} min: {Failures} looks failed, the last because {Reason}.")]
    public static partial void StillUnhealthy(ILogger logger, string pool, string endPoints, double minutes, long failures, string? reason);

    [LoggerMessage(1609, LogLevel.Error, "A {Event} handler of pool {Pool} failed.")]
    public static partial void CallbackFailed(ILogger logger, Exception exception, string @event, string pool);

    [LoggerMessage(1201, LogLevel.Warning, "Pool {Pool} was disposed while the lease rented at {File}:{Line} ({Member}) was still held, after {Held}. Its connection was closed under it.")]
    public static partial void HeldAtDrain(ILogger logger, string pool, string file, int line, string member, TimeSpan held);

    [LoggerMessage(1301, LogLevel.Warning, "Two pools named {Pool} lead to {EndPoints}: one was created at {First}, another at {Second}, which metrics call {UniqueName}. Each has a limit of its own. Share one, or name them apart.")]
    public static partial void SecondPool(ILogger logger, string pool, string endPoints, RedisCallSite first, RedisCallSite second, string uniqueName);

    [LoggerMessage(1302, LogLevel.Warning, "Pool {Pool} was disposed at {Site}. It belongs to the process, and others use it: nothing was closed. Remove the using or Dispose; CloseAsync closes it for everybody.")]
    public static partial void SharedPoolDisposed(ILogger logger, string pool, string site);

    [LoggerMessage(1501, LogLevel.Warning, "Circuit breaker {Name} opened, and rejects calls: {Reason}. It probes the server in {Seconds:0.0} s, and tells when it closes.")]
    public static partial void CircuitOpened(ILogger logger, string name, string reason, double seconds);

    [LoggerMessage(1502, LogLevel.Information, "Circuit breaker {Name} closed again after {Seconds:0.0} s and {Failures} failed probe(s): {Reason}.")]
    public static partial void CircuitClosed(ILogger logger, string name, double seconds, int failures, string reason);

    [LoggerMessage(1503, LogLevel.Warning, "Circuit breaker {Name} was isolated by hand, and rejects calls until it is reset.")]
    public static partial void CircuitIsolated(ILogger logger, string name);

    [LoggerMessage(1504, LogLevel.Debug, "Circuit breaker {Name} probes the server.")]
    public static partial void CircuitProbing(ILogger logger, string name);

    [LoggerMessage(1505, LogLevel.Debug, "Circuit breaker {Name} stays open: {Reason}. It probes the server in {Seconds:0.0} s.")]
    public static partial void CircuitProbeFailed(ILogger logger, string name, string reason, double seconds);

    [LoggerMessage(1506, LogLevel.Error, "The Classify delegate of circuit breaker {Name} threw. The default's answer counts instead. This is logged once.")]
    public static partial void CircuitClassifyFailed(ILogger logger, Exception exception, string name);

    [LoggerMessage(1509, LogLevel.Error, "A StateChanged handler of circuit breaker {Name} failed.")]
    public static partial void CircuitHandlerFailed(ILogger logger, Exception exception, string name);
}
