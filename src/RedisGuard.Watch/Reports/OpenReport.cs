namespace RedisGuard.Watch.Reports;

/// <summary>The connections that one line has open to one server, while the process runs.</summary>
internal sealed record OpenReport
{
    /// <summary>The end points as configured, without user or password.</summary>
    public required string Server { get; init; }

    /// <summary>Multiplexers.</summary>
    public required int Connections { get; init; }

    /// <summary>Their sockets that are connected; <see langword="null"/> when not told.</summary>
    public int? Sockets { get; init; }

    /// <summary>Commands that they ever sent, the library's own among them.</summary>
    public long Operations { get; init; }

    /// <summary>The age of the oldest, in seconds; <see langword="null"/> when they were there before the watch.</summary>
    public double? OldestSeconds { get; init; }
}
