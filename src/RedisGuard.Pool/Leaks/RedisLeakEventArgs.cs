namespace RedisGuard.Pool;

/// <summary>Tells of a leak: see <see cref="RedisPool.LeakDetected"/>.</summary>
/// <param name="leak">What leaked.</param>
public sealed class RedisLeakEventArgs(RedisLeak leak) : EventArgs
{
    /// <summary>Says what leaked, where, and how often so far.</summary>
    public RedisLeak Leak { get; } = leak;
}
