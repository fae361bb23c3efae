namespace RedisGuard.Watch.Reports;

/// <summary>One line and the connections that it opened.</summary>
internal sealed record SiteReport
{
    /// <summary>Namespace, type and member; empty for connections that were opened before the watch or past it.</summary>
    public required string Member { get; init; }

    /// <summary>What the member called: <c>ConnectionMultiplexer.ConnectAsync</c>.</summary>
    public required string Call { get; init; }

    /// <summary>The library that opened it for the member; <see langword="null"/> for none.</summary>
    public string? Via { get; init; }

    public string? Path { get; init; }

    public int Line { get; init; }

    public int Column { get; init; }

    public string? Assembly { get; init; }

    public Guid? Mvid { get; init; }

    public string? Commit { get; init; }

    public long Opened { get; init; }

    public long Closed { get; init; }

    /// <summary>Collected, and nobody had closed them.</summary>
    public long Leaked { get; init; }

    /// <summary>Open, and somebody holds them.</summary>
    public long Held { get; init; }

    /// <summary>Open until the program's end dropped them: no leak.</summary>
    public long Dropped { get; init; }

    /// <summary>Closed within a minute, where that is a habit; 0 where it isn't.</summary>
    public int ChurnPerMinute { get; init; }

    /// <summary>The median life of those, in seconds.</summary>
    public double ChurnMedianSeconds { get; init; }

    /// <summary>The end points of those that are open.</summary>
    public IReadOnlyList<string> Servers { get; init; } = [];

    /// <summary>The open connections, by server; <see langword="null"/> in the report of a process that ends.</summary>
    public IReadOnlyList<OpenReport>? Open { get; init; }

    /// <summary>The lines that closed them, most first.</summary>
    public IReadOnlyList<ClosingReport> ClosedBy { get; init; } = [];
}
