namespace RedisGuard.Pool;

/// <summary>A subscription at one moment.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Channel">The channel or pattern.</param>
/// <param name="Site">The line that made it.</param>
/// <param name="Pending">Messages that wait for its handler.</param>
/// <param name="Dropped">Messages dropped because its queue was full.</param>
/// <param name="Gaps">Interruptions in which it may have missed messages.</param>
public sealed record RedisSubscriptionSnapshot(string Id, string Channel, RedisCallSite Site, int Pending, long Dropped, long Gaps);
