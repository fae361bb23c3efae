namespace RedisGuard.Pool;

/// <summary>Likely cause of an exhausted pool.</summary>
public enum RedisExhaustionCause
{
    /// <summary>More work than connections: all are in use, none for long.</summary>
    Load,

    /// <summary>Connections are held for long without being used, or the pool had to reclaim some: look at the sites.</summary>
    Leak,

    /// <summary>Most connections wait for a reply of the server.</summary>
    SlowServer,

    /// <summary>Most connections are still being opened.</summary>
    ConnectStorm,
}
