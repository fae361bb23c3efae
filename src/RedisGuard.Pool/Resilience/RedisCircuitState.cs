namespace RedisGuard.Pool;

/// <summary>State of a circuit breaker: what it does with calls.</summary>
public enum RedisCircuitState
{
    /// <summary>It admits them; shortly after it closed, only a growing part of them.</summary>
    Closed = 0,

    /// <summary>It rejects them, until it is time to probe the server.</summary>
    Open = 1,

    /// <summary>It rejects them while it probes the server.</summary>
    HalfOpen = 2,

    /// <summary>It rejects them until somebody resets it: it was isolated by hand.</summary>
    Isolated = 3,
}
