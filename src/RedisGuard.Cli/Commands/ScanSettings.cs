using System.Collections.Immutable;
using RedisGuard.Cli.Scanning;

namespace RedisGuard.Cli.Commands;

/// <summary>Says what the command line asked <c>redisguard scan</c> to do.</summary>
internal sealed record ScanSettings
{
    /// <summary>Solutions, projects, C# files or folders; at least one.</summary>
    public required ImmutableArray<string> Targets { get; init; }

    /// <summary>The names of the projects that are scanned, with wildcards; all where there is none.</summary>
    public ImmutableArray<string> Projects { get; init; } = [];

    /// <summary>Files and rules that are reported.</summary>
    public ScanChoice Choice { get; init; } = ScanChoice.Everything;

    /// <summary>Build properties that no project file may change.</summary>
    public ImmutableDictionary<string, string> Properties { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ScanFormat Format { get; init; }

    /// <summary>Where the SARIF log goes, or null for none.</summary>
    public string? SarifFile { get; init; }

    public MinimumSeverity Severity { get; init; } = MinimumSeverity.Info;

    public FailOn FailOn { get; init; } = FailOn.Warning;

    /// <summary>Whether a project that was never restored may be restored.</summary>
    public bool Restore { get; init; } = true;

    /// <summary>How long a restore may take before the scan goes on without it.</summary>
    public TimeSpan RestoreTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>The baseline, or null for the one that is found at the target or above it.</summary>
    public string? Baseline { get; init; }

    /// <summary>Tells whether the baseline is written: created with all findings, or rid of what was cured.</summary>
    public bool WriteBaseline { get; init; }

    /// <summary>Tells whether writing an existing baseline may add new findings to it.</summary>
    public bool AcceptNew { get; init; }

    /// <summary>Tells whether everything is reported, whatever a baseline has.</summary>
    public bool IgnoreBaseline { get; init; }

    /// <summary>Tells whether an entry of the baseline that was cured makes the exit code 1.</summary>
    public bool FailOnStale { get; init; }

    /// <summary>Read sources only: MSBuild isn't started, so nothing of the scanned tree is executed.</summary>
    public bool Loose { get; init; }
}
