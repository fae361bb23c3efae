namespace RedisGuard.Pool;

/// <summary>Purpose of a connection of the pool.</summary>
public enum RedisConnectionKind
{
    /// <summary>Used by many callers at once, as StackExchange.Redis means it to be.</summary>
    Shared,

    /// <summary>Rented to one caller at a time.</summary>
    Exclusive,

    /// <summary>Carries subscriptions and nothing else: a dedicated one, or the plain ones where there are several nodes.</summary>
    Subscription,

    /// <summary>Opened by <c>ConnectDedicatedAsync</c>: outside every pool, still watched.</summary>
    Dedicated,
}
