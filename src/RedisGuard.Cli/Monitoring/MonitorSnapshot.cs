using System.Text.Json.Serialization;
using RedisGuard.Cli.Holders;

namespace RedisGuard.Cli.Monitoring;

/// <summary>All that the monitor knows after a look: what every format prints.</summary>
internal sealed record MonitorSnapshot(DateTimeOffset At, IReadOnlyList<ServerStanding> Servers, IReadOnlyList<HolderStanding> Holders)
{
    public int Version { get; init; } = 1;

    /// <summary>Seconds since the first look.</summary>
    public double WatchedSeconds { get; init; }

    /// <summary>Looks with a list of clients.</summary>
    public int Looks { get; init; }

    /// <summary>Connections opened and closed between two looks: they are on no list, so nobody knows whose they were.</summary>
    public long Unseen { get; init; }

    /// <summary>Columns that no server told.</summary>
    public IReadOnlyList<string> NotTold { get; init; } = [];

    /// <summary>The idle time of each client in seconds; null where no server tells it.</summary>
    [JsonIgnore]
    public IReadOnlyList<long>? IdleTimes { get; init; }

    /// <summary>How many clients are idle for longer; null where no server tells.</summary>
    public int? IdleLongerThan(TimeSpan time) => IdleTimes?.Count(seconds => seconds > time.TotalSeconds);
}
