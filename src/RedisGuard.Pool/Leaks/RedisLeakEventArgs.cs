namespace RedisGuard.Pool;

/// <summary>What <see cref="RedisPool.LeakDetected"/> tells.</summary>
/// <param name="leak">What leaked.</param>
public sealed class RedisLeakEventArgs(RedisLeak leak) : EventArgs
{
    /// <summary>What leaked, where, and how often so far.</summary>
    public RedisLeak Leak { get; } = leak;
}
