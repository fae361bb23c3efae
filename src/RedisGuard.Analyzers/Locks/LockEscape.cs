namespace RedisGuard.Analyzers.Locks;

/// <summary>A way on which a lock that was taken gets past its release.</summary>
internal enum LockEscape
{
    /// <summary>An exception leaves.</summary>
    Exception,

    /// <summary>A path returns, or reaches the end.</summary>
    Return,

    /// <summary>A path returns and says so to the caller, who has the lock then.</summary>
    HandOver,
}
