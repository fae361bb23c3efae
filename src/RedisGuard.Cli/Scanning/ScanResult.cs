using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using RedisGuard.Cli.Baselines;

namespace RedisGuard.Cli.Scanning;

/// <summary>All that a report may say of one scan.</summary>
/// <param name="Root">The absolute folder that paths are relative to.</param>
/// <param name="Findings">Ordered by path, line, column and rule.</param>
/// <param name="Rules">Every rule that ran, ordered by its ID.</param>
/// <param name="Notes">What a reader must know to judge the result: what was chosen, what could not be loaded.</param>
internal sealed record ScanResult(
    string Root,
    ImmutableArray<Finding> Findings,
    ImmutableArray<DiagnosticDescriptor> Rules,
    ImmutableArray<ScannedProject> Projects,
    ImmutableArray<string> Notes,
    ImmutableArray<AnalyzerFailure> Failures)
{
    /// <summary>Findings that the code or a suppressor silences; only logs show them.</summary>
    public ImmutableArray<Finding> Suppressed { get; init; } = [];

    /// <summary>The files that were read and that a baseline names, by the paths that it has for them.</summary>
    public ImmutableDictionary<string, SyntaxTree> Sources { get; init; } = ImmutableDictionary<string, SyntaxTree>.Empty;

    /// <summary>The comparison with the baseline; <see cref="Findings"/> are then the new ones. Null without a baseline.</summary>
    public BaselineOutcome? Baseline { get; init; }
}
