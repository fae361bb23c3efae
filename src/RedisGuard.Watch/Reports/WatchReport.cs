namespace RedisGuard.Watch.Reports;

/// <summary>Holds what the watch of one process saw. Written by the process, read by the tool.</summary>
internal sealed record WatchReport
{
    public int Version { get; init; } = 1;

    public required int ProcessId { get; init; }

    /// <summary>The program's own assembly.</summary>
    public required string Program { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required DateTimeOffset Written { get; init; }

    /// <summary>How the process ended when this was written.</summary>
    public required ProcessEnding Ending { get; init; }

    /// <summary>Of StackExchange.Redis.</summary>
    public required string LibraryVersion { get; init; }

    /// <summary>What this library or this runtime doesn't tell, and what went wrong in the watch itself.</summary>
    public IReadOnlyList<string> NotTold { get; init; } = [];

    /// <summary>Multiplexers that the library says it made; <see langword="null"/> when not told.</summary>
    public int? Created { get; init; }

    /// <summary>Multiplexers that the library says were disposed; <see langword="null"/> when not told.</summary>
    public int? Disposed { get; init; }

    /// <summary>Multiplexers that the library's own finalizer counted; <see langword="null"/> when not told.</summary>
    public int? CollectedWithoutDispose { get; init; }

    /// <summary>Multiplexers made that the watch didn't meet; <see langword="null"/> when not told.</summary>
    public int? Unseen { get; init; }

    public IReadOnlyList<SiteReport> Sites { get; init; } = [];

    /// <summary>Servers to which more than one connection is open.</summary>
    public IReadOnlyList<SharedServer> Several { get; init; } = [];
}
