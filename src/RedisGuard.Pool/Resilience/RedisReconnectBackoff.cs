using RedisGuard.Pool.Resilience;
using StackExchange.Redis;

namespace RedisGuard.Pool;

/// <summary>
/// Tells StackExchange.Redis when to try to reconnect: a bounded fast phase whose waits grow, then slow attempts for ever.
/// For connections outside a pool: set it on <see cref="ConfigurationOptions.ReconnectRetryPolicy"/>. A pool waits so only where
/// its server doesn't tell how many clients it has; see <see cref="RedisPoolOptions.ReconnectsPerSecond"/>.
/// </summary>
/// <remarks>
/// Thread-safe. Give each connection an instance of its own: the instance is what makes it wait differently from others.
/// The library makes the first attempt by itself as soon as it notices the loss, asks this policy once a heartbeat (1 s), and
/// asks it also whether a connect under way has taken too long.
/// </remarks>
public sealed class RedisReconnectBackoff : IReconnectRetryPolicy
{
    private readonly Backoff _backoff;
    private readonly StableDraw _draw = new();

    /// <summary>Creates one.</summary>
    /// <param name="fastAttempts">How many attempts the fast phase has; 0 or more.</param>
    /// <param name="backoffBase">Attempt n of the fast phase waits this to the power of n seconds at most, and half of that at least; above 1.</param>
    /// <param name="max">The longest wait; 60 s when not given. After the fast phase a wait is anything between nothing and this.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public RedisReconnectBackoff(int fastAttempts = 5, double backoffBase = 2, TimeSpan? max = null)
        : this(Checked(fastAttempts, backoffBase, max ?? TimeSpan.FromSeconds(60)))
    {
    }

    internal RedisReconnectBackoff(Backoff backoff) => _backoff = backoff;

    /// <summary>Tells whether it is time for the next attempt.</summary>
    /// <param name="currentRetryCount">How many attempts this policy has granted since the connection was lost.</param>
    /// <param name="timeElapsedMillisecondsSinceLastRetry">Milliseconds since the last attempt began.</param>
    /// <returns><see langword="true"/> for an attempt now.</returns>
    public bool ShouldRetry(long currentRetryCount, int timeElapsedMillisecondsSinceLastRetry) =>
        // The library's clock is a 32-bit counter of milliseconds: after 24 days without an attempt it turns negative.
        timeElapsedMillisecondsSinceLastRetry < 0
        || timeElapsedMillisecondsSinceLastRetry >= _backoff.Delay(currentRetryCount + 1, _draw.Of(currentRetryCount)).TotalMilliseconds;

    private static Backoff Checked(int fastAttempts, double backoffBase, TimeSpan max)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fastAttempts);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(backoffBase, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(backoffBase, 100);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(max, TimeSpan.Zero);
        return new Backoff(fastAttempts, backoffBase, max);
    }
}
