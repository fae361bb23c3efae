namespace RedisGuard.Pool.Leaks;

/// <summary>A lease, a subscription or a dedicated connection that was acquired, as whoever tests for leaks sees it. Thread-safe.</summary>
internal sealed class AcquiredHandle(object handle, RedisLeakKind kind, in RedisCallSite site)
{
    // Weakly: whoever is told must not keep it from being found leaked.
    private readonly WeakReference _handle = new(handle);
    private volatile bool _isReleased;

    public RedisLeakKind Kind { get; } = kind;

    /// <summary>The line that acquired it.</summary>
    public RedisCallSite Site { get; } = site;

    /// <summary>Whether nobody gave it back. What the pool took back after a leak was not given back.</summary>
    public bool IsOpen => !_isReleased;

    /// <summary>Whether anybody holds it.</summary>
    public bool IsHeld => _handle.IsAlive;

    public void Release() => _isReleased = true;
}
