using RedisGuard.Pool.Resilience;
using StackExchange.Redis;

namespace RedisGuard.Pool;

/// <summary>
/// Tells StackExchange.Redis when to try to reconnect: a bounded fast phase whose waits grow, then slow attempts for ever.
/// The connections of a pool have it already; set it on <see cref="ConfigurationOptions.ReconnectRetryPolicy"/> of others.
/// </summary>
/// <remarks>
/// Thread-safe. Give each connection an instance of its own: the instance is what makes it wait differently from others.
/// The library makes the first attempt by itself as soon as it notices the loss, asks this policy once a heartbeat (1 s), and
/// asks it also whether a connect under way has taken too long.
/// </remarks>
public sealed class RedisReconnectBackoff : IReconnectRetryPolicy
{
    private readonly Backoff _backoff;
    private readonly ulong _salt = (ulong)Random.Shared.NextInt64();

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

    /// <summary>Whether it is time for the next attempt.</summary>
    /// <param name="currentRetryCount">How many attempts this policy has granted since the connection was lost.</param>
    /// <param name="timeElapsedMillisecondsSinceLastRetry">Milliseconds since the last attempt began.</param>
    /// <returns><see langword="true"/> for an attempt now.</returns>
    public bool ShouldRetry(long currentRetryCount, int timeElapsedMillisecondsSinceLastRetry) =>
        // The library's clock is a 32-bit counter of milliseconds: after 24 days without an attempt it turns negative.
        timeElapsedMillisecondsSinceLastRetry < 0
        || timeElapsedMillisecondsSinceLastRetry >= _backoff.Delay(currentRetryCount + 1, Draw(currentRetryCount)).TotalMilliseconds;

    // The library asks many times for one attempt. A number drawn anew at each question would make short waits likely (one
    // lucky draw is enough); one that hangs on the attempt stays. The mixing is SplitMix64's (Steele, Lea, Flood, 2014).
    private double Draw(long attempt)
    {
        var mixed = _salt + ((ulong)(attempt + 1) * 0x9E3779B97F4A7C15);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    private static Backoff Checked(int fastAttempts, double backoffBase, TimeSpan max)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fastAttempts);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(backoffBase, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(backoffBase, 100);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(max, TimeSpan.Zero);
        return new Backoff(fastAttempts, backoffBase, max);
    }
}
