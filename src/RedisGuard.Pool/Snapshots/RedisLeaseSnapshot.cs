namespace RedisGuard.Pool;

/// <summary>A lease at one moment. Immutable.</summary>
public sealed record RedisLeaseSnapshot
{
    /// <summary>The line that rented it.</summary>
    public required RedisCallSite Site { get; init; }

    /// <summary>Time since it was rented.</summary>
    public required TimeSpan HeldFor { get; init; }

    /// <summary>The name of its connection on the server's client list.</summary>
    public required string ClientName { get; init; }

    /// <summary>Number of commands on it without a reply yet.</summary>
    public long Outstanding { get; init; }
}
