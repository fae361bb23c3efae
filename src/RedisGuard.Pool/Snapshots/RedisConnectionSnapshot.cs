namespace RedisGuard.Pool;

/// <summary>A connection of a pool at one moment. Immutable.</summary>
public sealed record RedisConnectionSnapshot
{
    /// <summary>Its name on the server's client list; empty while it is being opened.</summary>
    public required string ClientName { get; init; }

    /// <summary>Purpose of it.</summary>
    public required RedisConnectionKind Kind { get; init; }

    /// <summary>Occupation of it.</summary>
    public required RedisConnectionState State { get; init; }

    /// <summary>Tells whether commands would be sent now.</summary>
    public bool IsReady { get; init; }

    /// <summary>Number of commands without a reply yet.</summary>
    public long Outstanding { get; init; }

    /// <summary>Number of sockets that it has open: with RESP2 one for commands and one for subscriptions to each node.</summary>
    public long Sockets { get; init; }

    /// <summary>Number of sockets that it has opened so far. Each that it has no longer open was lost, and another took its place.</summary>
    public long SocketsOpened { get; init; }

    /// <summary>Time since it was opened; zero while it is being opened.</summary>
    public TimeSpan Age { get; init; }
}
