using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Health;
using RedisGuard.Pool.Telemetry;

namespace RedisGuard.Pool;

// What the pool finds out about its server by itself.
public sealed partial class RedisPool
{
    // What a healthy server answers takes milliseconds; what takes this long is of no use to anybody who waits for it.
    private static readonly TimeSpan LongestPing = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The pool became healthy or unhealthy. Raised on a thread of the pool, one change after the other, outside every lock;
    /// must not block. <see cref="RedisPoolSnapshot.Health"/> has more than the changes.
    /// </summary>
    public event EventHandler<RedisHealthChangedEventArgs>? HealthChanged;

    /// <summary>
    /// A shared connection that stayed dead was replaced, subscriptions and all. Raised on a thread of the pool when the new
    /// one is in use; must not block. For whoever has to keep an <see cref="StackExchange.Redis.IDatabase"/> or the connection.
    /// </summary>
    public event EventHandler<RedisConnectionReplacedEventArgs>? ConnectionReplaced;

    private HealthMonitor Monitor(
        HealthJudge judge, SlotConnector connector, PoolInstruments instruments, RedisPoolOptions options, TimeProvider time)
    {
        var deadline = options.SocketTimeout < LongestPing ? options.SocketTimeout : LongestPing;
        _observer.Replacers =
        [
            .. _shared.All.Select(node => new SharedConnectionReplacer(
                node, connector, _subscriptions, deadline, options, instruments, _logger, time, change => Raise(ConnectionReplaced, change, nameof(ConnectionReplaced)))),
        ];
        return new HealthMonitor(
            [.. _shared.All.Select(node => new ConnectionProbe(node, options.HealthCheckInterval, deadline, time))],
            [.. _observer.Replacers],
            judge,
            new HealthTeller(judge, Name, EndPoints, _logger, time, change => Raise(HealthChanged, change, nameof(HealthChanged))),
            _subscriptions,
            options.HealthCheckInterval,
            time);
    }

    private void Raise<T>(EventHandler<T>? handlers, T change, string name)
    {
        try
        {
            handlers?.Invoke(this, change);
        }
#pragma warning disable CA1031 // Whatever a handler of the user throws, the pool goes on looking after its connections.
        catch (Exception e)
#pragma warning restore CA1031
        {
            PoolLog.CallbackFailed(_logger, e, name, Name);
        }
    }
}
