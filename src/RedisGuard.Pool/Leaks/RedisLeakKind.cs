namespace RedisGuard.Pool;

/// <summary>Kinds of things that leak.</summary>
public enum RedisLeakKind
{
    /// <summary>A <see cref="RedisLease"/>.</summary>
    Lease,

    /// <summary>A subscription.</summary>
    Subscription,

    /// <summary>A dedicated connection.</summary>
    DedicatedConnection,
}
