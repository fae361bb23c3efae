namespace RedisGuard.Pool.Leaks;

/// <summary>Tells whoever tests for leaks of each handle that is acquired. Costs a comparison while nobody listens.</summary>
internal static class Handles
{
    /// <summary>Raised on the flow that acquires; must not throw.</summary>
    public static event Action<AcquiredHandle>? Acquired;

    /// <returns>What the handle is to be released with; <see langword="null"/> when nobody listens.</returns>
    public static AcquiredHandle? Tell(object handle, RedisLeakKind kind, in RedisCallSite site)
    {
        if (Acquired is not { } listeners)
        {
            return null;
        }

        var acquired = new AcquiredHandle(handle, kind, site);
        listeners(acquired);
        return acquired;
    }
}
