namespace RedisGuard.Pool;

/// <summary>The health of a pool changed. A suspicion (<see cref="RedisHealthState.Degraded"/>) is no change.</summary>
public sealed class RedisHealthChangedEventArgs : EventArgs
{
    internal RedisHealthChangedEventArgs(RedisHealthState previous, TimeSpan lasted, long failures, RedisHealthSnapshot health)
    {
        Previous = previous;
        PreviousDuration = lasted;
        Failures = failures;
        Health = health;
    }

    /// <summary>Says what it was: unknown, healthy or unhealthy.</summary>
    public RedisHealthState Previous { get; }

    /// <summary>Says for how long it was that.</summary>
    public TimeSpan PreviousDuration { get; }

    /// <summary>Looks that failed: those that made it unhealthy, or all until it was healthy again.</summary>
    public long Failures { get; }

    /// <summary>Says what it is now: healthy or unhealthy.</summary>
    public RedisHealthSnapshot Health { get; }
}
