using System.Collections.Immutable;
using RedisGuard.Analyzers.Baselines;
using RedisGuard.Cli.Scanning;

namespace RedisGuard.Cli.Baselines;

/// <summary>The findings of a scan beside those of its baseline.</summary>
/// <param name="File">The baseline.</param>
/// <param name="Known">Findings that it has.</param>
/// <param name="Cured">Entries without a finding any more.</param>
/// <param name="NotLookedAt">Entries of files that the scan didn't read; a new baseline keeps them.</param>
internal sealed record BaselineOutcome(
    string File,
    ImmutableArray<Finding> Known,
    ImmutableArray<BaselineEntry> Cured,
    ImmutableArray<BaselineEntry> NotLookedAt)
{
    /// <summary>Tells whether the file was written after the scan.</summary>
    public bool IsWritten { get; init; }

    /// <summary>Compares a scan with a baseline.</summary>
    /// <returns>The scan with its new findings alone, and the outcome in it.</returns>
    public static ScanResult Compare(ScanResult scan, string file, ImmutableArray<BaselineEntry> entries)
    {
        var folder = Path.GetDirectoryName(file)!;
        var keys = scan.Findings.Where(static finding => finding.Key is not null).Select(static finding => finding.Key!).ToList();
        var match = new BaselineMatch(entries, keys, path => scan.Sources.TryGetValue(path, out var tree)
            ? new CodeState(IsUnseen: false, tree.GetRoot())
            : new CodeState(IsUnseen: System.IO.File.Exists(Path.Combine(folder, path)), Root: null));
        var known = scan.Findings.Where(finding => finding.Key is { } key && match.Knows(key)).ToImmutableArray();
        return scan with
        {
            Findings = [.. scan.Findings.Where(finding => finding.Key is not { } key || !match.Knows(key))],
            Baseline = new BaselineOutcome(file, known, [.. match.Cured], [.. match.NotLookedAt]),
        };
    }
}
