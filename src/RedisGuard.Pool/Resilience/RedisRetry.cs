namespace RedisGuard.Pool;

/// <summary>What may be sent again after it failed.</summary>
public enum RedisRetry
{
    /// <summary>
    /// What is known not to have been applied: it never left the client, or the server refused it before it looked at it.
    /// </summary>
    WhenNotApplied = 0,

    /// <summary>Whatever failed for want of a server: the caller says that applying it twice is as good as once.</summary>
    WhenIdempotent = 1,

    /// <summary>Nothing.</summary>
    Never = 2,
}
