namespace RedisGuard.Pool;

/// <summary>Condition of a pool's server, as its pings tell.</summary>
public enum RedisHealthState
{
    /// <summary>Nothing is known yet: no shared connection was asked for.</summary>
    Unknown,

    /// <summary>The last look at every shared connection found it answering.</summary>
    Healthy,

    /// <summary>Some looks failed, or some of several shared connections, or a subscription hears nothing: a suspicion, not yet a verdict.</summary>
    Degraded,

    /// <summary>Three looks in a row failed, and two good ones in a row have not followed yet.</summary>
    Unhealthy,
}
