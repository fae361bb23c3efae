namespace RedisGuard.Pool;

/// <summary>A change of a circuit breaker's state.</summary>
/// <param name="previous">The state before.</param>
/// <param name="current">The state after.</param>
/// <param name="reason">Why; for people.</param>
/// <param name="duration">How long it stays open, or lets admission grow; else zero.</param>
public sealed class RedisCircuitStateChangedEventArgs(RedisCircuitState previous, RedisCircuitState current, string reason, TimeSpan duration) : EventArgs
{
    /// <summary>The state before.</summary>
    public RedisCircuitState Previous => previous;

    /// <summary>The state after.</summary>
    public RedisCircuitState Current => current;

    /// <summary>Why; for people, not to be compared.</summary>
    public string Reason => reason;

    /// <summary>Says how long it stays open, or how long admission grows after it closed; else zero.</summary>
    public TimeSpan Duration => duration;
}
