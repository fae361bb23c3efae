using System.Collections.Immutable;

namespace RedisGuard.Cli.Scanning;

/// <summary>Says what the user wants to see of a scan; empty lists leave nothing out.</summary>
internal sealed record ScanChoice
{
    public static ScanChoice Everything { get; } = new();

    /// <summary>Patterns of files; findings elsewhere are left out.</summary>
    public ImmutableArray<string> Include { get; init; } = [];

    /// <summary>Patterns of files whose findings are left out.</summary>
    public ImmutableArray<string> Exclude { get; init; } = [];

    /// <summary>Rules; findings of others are left out.</summary>
    public ImmutableArray<RuleName> Rules { get; init; } = [];

    /// <summary>Rules whose findings are left out.</summary>
    public ImmutableArray<RuleName> ExcludedRules { get; init; } = [];
}
