using RedisGuard.Cli.Holders;
using RedisGuard.Cli.Servers;

namespace RedisGuard.Cli.Monitoring;

/// <summary>Says what the command line asked <c>redisguard monitor</c> to do.</summary>
internal sealed record MonitorSettings
{
    public IReadOnlyList<ServerAddress> Servers { get; init; } = [];

    /// <summary>Whether servers that are named by others are looked at too.</summary>
    public bool Discovers { get; init; } = true;

    public MonitorMode Mode { get; init; }

    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>When to end by itself; null for never.</summary>
    public TimeSpan? For { get; init; }

    public MonitorFormat Format { get; init; }

    /// <summary>A file that gets the snapshots too.</summary>
    public string? OutputFile { get; init; }

    public Grouping Grouping { get; init; }

    public Filter Filter { get; init; } = Filter.None;

    public IReadOnlyList<FailCondition> FailOn { get; init; } = [];

    /// <summary>A file that gets each look, to be replayed.</summary>
    public string? HistoryFile { get; init; }

    /// <summary>A history to read instead of servers.</summary>
    public string? ReplayFile { get; init; }

    public bool Redacts { get; init; }

    /// <summary>How long to wait for a full server to have room.</summary>
    public TimeSpan WaitForSlot { get; init; } = TimeSpan.FromSeconds(30);
}
