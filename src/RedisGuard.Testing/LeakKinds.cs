namespace RedisGuard.Testing;

/// <summary>Kinds of leaks that a <see cref="LeakScope"/> looks at.</summary>
[Flags]
public enum LeakKinds
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Multiplexers that any code opens with StackExchange.Redis.</summary>
    Connections = 1,

    /// <summary>Leases of a <c>RedisPool</c>.</summary>
    Leases = 2,

    /// <summary>Subscriptions at a <c>RedisPool</c>.</summary>
    Subscriptions = 4,

    /// <summary>Dedicated connections of a <c>RedisPool</c>.</summary>
    DedicatedConnections = 8,

    /// <summary>All of them.</summary>
    All = Connections | Leases | Subscriptions | DedicatedConnections,
}
