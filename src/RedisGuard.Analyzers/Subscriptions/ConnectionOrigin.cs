namespace RedisGuard.Analyzers.Subscriptions;

/// <summary>Opener of the connection that something is subscribed on.</summary>
internal enum ConnectionOrigin
{
    /// <summary>Other code: it may live longer than the subscriber.</summary>
    Foreign,

    /// <summary>The code around the call, into a local variable.</summary>
    Scope,

    /// <summary>The type around the call, into a member.</summary>
    Type,
}
