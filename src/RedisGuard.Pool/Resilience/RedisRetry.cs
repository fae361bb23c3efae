namespace RedisGuard.Pool;

/// <summary>Commands that may be sent again after they failed.</summary>
public enum RedisRetry
{
    /// <summary>
    /// Commands known not to have been applied: they never left the client, or the server refused them before it looked at them.
    /// </summary>
    WhenNotApplied = 0,

    /// <summary>Whatever failed for want of a server: the caller says that applying it twice is as good as once.</summary>
    WhenIdempotent = 1,

    /// <summary>Nothing.</summary>
    Never = 2,
}
