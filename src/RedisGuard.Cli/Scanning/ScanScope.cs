using Microsoft.CodeAnalysis;
using RedisGuard.Cli.Baselines;

namespace RedisGuard.Cli.Scanning;

/// <summary>Decides what a scan takes of the code that is read.</summary>
/// <param name="Minimum">The lowest severity.</param>
/// <param name="Filter">Files and rules.</param>
/// <param name="Baseline">Files that a baseline names, and its folder; null where none is asked for.</param>
internal sealed record ScanScope(DiagnosticSeverity Minimum, ScanFilter Filter, BaselineScope? Baseline = null);
