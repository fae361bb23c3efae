namespace RedisGuard.Cli.Fleet;

/// <summary>A process of the fleet as the servers list it.</summary>
internal sealed record FleetInstance(string Instance, string Version, int Connections)
{
    /// <summary>How many times the median of its application it has; null where there are too few to compare.</summary>
    public double? TimesMedian { get; init; }

    /// <summary>Far above the others: the one that leaks, or does what the others don't.</summary>
    public bool IsSkewed { get; init; }

    /// <summary>It ended, and the servers didn't notice.</summary>
    public bool IsOrphaned { get; init; }

    /// <summary>The lines or pools that hold most of its connections.</summary>
    public IReadOnlyList<Holders.HolderShare> Sites { get; init; } = [];
}
