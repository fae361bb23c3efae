namespace RedisGuard.Pool;

/// <summary>Fate of messages that come faster than their handler takes them, once the queue is full.</summary>
public enum RedisOverflowPolicy
{
    /// <summary>The message that waited longest is dropped: right where the newest state is what counts.</summary>
    DropOldest,

    /// <summary>The message that just came is dropped: right where the order from the beginning counts.</summary>
    DropNewest,

    /// <summary>The subscription ends, with an error in the log: right where a gap must not go unnoticed.</summary>
    End,
}
