namespace RedisGuard.Pool;

/// <summary>Occupation of a connection of the pool.</summary>
public enum RedisConnectionState
{
    /// <summary>There is room for a connection, and none is open. Never part of a snapshot.</summary>
    None,

    /// <summary>Being opened.</summary>
    Connecting,

    /// <summary>Open, and in use by whoever asks for the shared connection.</summary>
    Shared,

    /// <summary>Open and rented.</summary>
    Leased,

    /// <summary>Open, waiting to be rented.</summary>
    Idle,

    /// <summary>Open, carrying a subscription of its own.</summary>
    Subscribed,

    /// <summary>Being closed. It still counts: the server has not let go of it yet.</summary>
    Closing,
}
