namespace RedisGuard.Pool.Resilience;

/// <summary>
/// Says how long to wait before each attempt to reach a server again: a bounded fast phase, then slow attempts for ever.
/// </summary>
internal sealed class Backoff(int fastAttempts, double @base, TimeSpan max)
{
    public Backoff(RedisPoolOptions options)
        : this(options.MaxReconnectAttempts, options.BackoffBase, options.BackoffMax)
    {
    }

    /// <summary>The longest wait.</summary>
    public TimeSpan Max => max;

    /// <param name="attempt">1 for the first. The one before it is the library's own, and waits for nothing.</param>
    /// <param name="random">From 0 to below 1, drawn anew for each attempt.</param>
    public TimeSpan Delay(long attempt, double random)
    {
        if (attempt > fastAttempts)
        {
            // Full jitter: whoever still waits has lost nothing by waiting longer, and the server has all to gain.
            return max * random;
        }

        // Jitter after the cap: applied before, it would be cut off with what is above the cap, and all would come together
        // again. Equal jitter (half fixed, half random; both names are from «Exponential Backoff And Jitter», AWS
        // Architecture Blog, 2015) never waits less than half, so that the fast attempts are not spent at once.
        var capped = Math.Min(max.TotalSeconds, Math.Pow(@base, attempt));
        return TimeSpan.FromSeconds((capped / 2) + (capped / 2 * random));
    }
}
