namespace RedisGuard.Pool.Resilience;

/// <summary>
/// One stay in one state, from entering to leaving it. It is the generation that results belong to: they are counted here,
/// and when it is over nobody looks any more.
/// </summary>
internal sealed class CircuitEpoch(RedisCircuitState state, long since)
{
    private volatile bool _admitsAll;

    public RedisCircuitState State => state;

    /// <summary>When it was entered, on the monotonic clock.</summary>
    public long Since => since;

    /// <summary>How often the circuit opened without having come back to full admission.</summary>
    public int Openings { get; init; }

    /// <summary>How long it is open, or how long admission grows.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Why it is not closed, or was not until now.</summary>
    public CircuitTrip? Trip { get; init; }

    /// <summary>The results, while it is closed.</summary>
    public CircuitWindow? Window { get; init; }

    /// <summary>Set once admission has grown to all, never unset: the one thing that a call looks at.</summary>
    public bool AdmitsAll
    {
        get => _admitsAll;
        set => _admitsAll = value;
    }

    /// <summary>What is left of its duration.</summary>
    public TimeSpan Remaining(TimeProvider time)
    {
        var left = Duration - time.GetElapsedTime(since);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
