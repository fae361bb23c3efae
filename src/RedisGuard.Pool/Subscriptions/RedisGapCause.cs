namespace RedisGuard.Pool;

/// <summary>Cause of a gap in the messages of a subscription.</summary>
public enum RedisGapCause
{
    /// <summary>The socket that carries the subscription was lost, or closed because it was dead. The server sends again over a new one.</summary>
    Reconnected = 0,

    /// <summary>Somebody disposed the shared connection, which was only borrowed. The pool opened another.</summary>
    Reopened = 1,

    /// <summary>The channel comes from another node than before: after a failover, or when a cluster moved it. A possible gap.</summary>
    Moved = 2,
}
