namespace RedisGuard.Pool;

/// <summary>A subscription at one moment. Immutable.</summary>
public sealed record RedisSubscriptionSnapshot
{
    /// <summary>Its id; see <see cref="RedisSubscription.Id"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The channel or pattern.</summary>
    public required string Channel { get; init; }

    /// <summary>The line that made it.</summary>
    public required RedisCallSite Site { get; init; }

    /// <summary>Number of messages that wait for its handler.</summary>
    public int Pending { get; init; }

    /// <summary>Number of messages dropped because its queue was full.</summary>
    public long Dropped { get; init; }

    /// <summary>Number of interruptions in which it may have missed messages.</summary>
    public long Gaps { get; init; }
}
