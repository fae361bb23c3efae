namespace RedisGuard.Testing;

/// <summary>Fate of something that was opened.</summary>
internal enum OpenState
{
    /// <summary>It is closed.</summary>
    Closed,

    /// <summary>It is open, and as far as anybody knows held.</summary>
    Held,

    /// <summary>It is open, and nobody holds it.</summary>
    Dropped,
}
