namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>Owner of the connection that something is subscribed on.</summary>
internal enum ConnectionOwner
{
    /// <summary>Other code: it may live longer than the subscriber.</summary>
    Foreign,

    /// <summary>The code around the call, which opens it.</summary>
    Scope,

    /// <summary>The type around the call, which opens it into a member, or gets one that was opened for it.</summary>
    Type,
}
