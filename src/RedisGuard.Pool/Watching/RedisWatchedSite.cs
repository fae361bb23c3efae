namespace RedisGuard.Pool;

/// <summary>One line of the process and the connections that it opened, as <see cref="RedisGuardWatch"/> saw them. Immutable.</summary>
public sealed record RedisWatchedSite
{
    /// <summary>The line. Its member is told with namespace and type; it is empty for what was opened before the watch or past it.</summary>
    public required RedisCallSite Site { get; init; }

    /// <summary>The library that opened them for the member, type and method; <see langword="null"/> for none.</summary>
    public string? Via { get; init; }

    /// <summary>Number of connections that it opened.</summary>
    public long Opened { get; init; }

    /// <summary>Number of them that were closed.</summary>
    public long Closed { get; init; }

    /// <summary>Number of them that were collected without having been closed: proof.</summary>
    public long Leaked { get; init; }

    /// <summary>Number of them that are open.</summary>
    public int Open { get; init; }

    /// <summary>Tells whether it opened and closed at least 10 within a minute, half of which lived less than 5 s.</summary>
    public bool IsChurning { get; init; }
}
