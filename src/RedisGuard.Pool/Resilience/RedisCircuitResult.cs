namespace RedisGuard.Pool;

/// <summary>Verdict of a call's result about the server.</summary>
public enum RedisCircuitResult
{
    /// <summary>Nothing: the caller cancelled, say, or its code failed before it reached the server.</summary>
    Neutral = 0,

    /// <summary>It serves. An error that it answers with belongs here too, unless it says that it can't serve.</summary>
    Success = 1,

    /// <summary>It doesn't serve, or not in time.</summary>
    Failure = 2,

    /// <summary>It can't be reached: a failure of which few in a row are proof enough.</summary>
    ConnectionFault = 3,
}
