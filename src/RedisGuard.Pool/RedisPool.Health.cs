using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Healing;
using RedisGuard.Pool.Health;
using RedisGuard.Pool.Telemetry;

namespace RedisGuard.Pool;

// What the pool finds out about its server by itself.
public sealed partial class RedisPool
{
    // What a healthy server answers takes milliseconds; what takes this long is of no use to anybody who waits for it.
    private static readonly TimeSpan LongestPing = TimeSpan.FromSeconds(5);

    private long _healings;

    /// <summary>
    /// The pool became healthy or unhealthy. Raised on a thread of the pool, one change after the other, outside every lock;
    /// must not block. <see cref="RedisPoolSnapshot.Health"/> has more than the changes.
    /// </summary>
    public event EventHandler<RedisHealthChangedEventArgs>? HealthChanged;

    private HealthMonitor Monitor(HealthJudge judge, RedisPoolOptions options, TimeProvider time)
    {
        var deadline = options.SocketTimeout < LongestPing ? options.SocketTimeout : LongestPing;
        return new HealthMonitor(
            [.. _shared.All.Select(node => new ConnectionProbe(node, options.HealthCheckInterval, deadline, time))],
            new SubscriptionProbe(() => _subscriptions.IsDeaf),
            judge,
            new HealthTeller(judge, Name, EndPoints, _logger, time, change => Raise(HealthChanged, change, nameof(HealthChanged))),
            options.HealthCheckInterval);
    }

    private void TellHealed(IPhysicalConnection connection, HealedSocket healed)
    {
        Interlocked.Increment(ref _healings);
        _instruments.Healed();
        PoolLog.Healed(
            _logger, Name, connection.Name, healed.Socket.EndPoint.ToString()!, healed.Socket.Kind.ToString(), healed.Owed.TotalSeconds);
    }

    private void Raise<T>(EventHandler<T>? handlers, T change, string name) =>
        Fence.Raise(handlers, this, change, failure => PoolLog.CallbackFailed(_logger, failure, name, Name));
}
