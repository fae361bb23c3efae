namespace RedisGuard.Pool;

/// <summary>What caused a gap in the messages of a subscription.</summary>
public enum RedisGapCause
{
    /// <summary>The connection was interrupted, and came back by itself.</summary>
    Reconnected,

    /// <summary>The pool replaced the connection, which stayed dead.</summary>
    Replaced,
}
