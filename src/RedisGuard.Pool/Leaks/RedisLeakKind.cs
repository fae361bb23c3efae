namespace RedisGuard.Pool;

/// <summary>What leaked.</summary>
public enum RedisLeakKind
{
    /// <summary>A <see cref="RedisLease"/>.</summary>
    Lease,

    /// <summary>A subscription.</summary>
    Subscription,

    /// <summary>A dedicated connection.</summary>
    DedicatedConnection,
}
