namespace RedisGuard.Pool;

/// <summary>The health of a pool at one moment. Immutable.</summary>
public sealed record RedisHealthSnapshot
{
    /// <summary>Condition of the server.</summary>
    public required RedisHealthState State { get; init; }

    /// <summary>Time for which it has been healthy, or unhealthy; a suspicion doesn't interrupt it.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>Number of looks that failed since the last one that didn't; while it is unhealthy, since it began to be.</summary>
    public long Failures { get; init; }

    /// <summary>Says why the last one failed; <see langword="null"/> when none did.</summary>
    public string? LastFailure { get; init; }

    /// <summary>Time that the last PING took that was answered; <see langword="null"/> before the first.</summary>
    public TimeSpan? Latency { get; init; }
}
