using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Baselines;

namespace RedisGuard.Cli.Scanning;

/// <summary>One diagnostic, detached from the compilation that it was found in. Lines and columns count from 1.</summary>
/// <param name="Id">The rule, such as RG1002.</param>
/// <param name="Severity">The severity after all configuration of the scanned tree.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Message">The whole sentence.</param>
/// <param name="HelpLink">The rule's page.</param>
/// <param name="Project">The name of the project, without its target framework.</param>
/// <param name="SourceLine">The text of the first line, without its line break.</param>
/// <param name="Related">Further places that the rule knows: acquired here, leaves here.</param>
internal sealed record Finding(
    string Id,
    DiagnosticSeverity Severity,
    Place Place,
    string Message,
    string? HelpLink,
    string Project,
    string SourceLine,
    ImmutableArray<Place> Related)
{
    /// <summary>What a baseline knows it by; null where no baseline was asked for.</summary>
    public BaselineEntry? Key { get; init; }

    /// <summary>What code scanning knows the line by; null where nobody asked.</summary>
    public string? LineHash { get; init; }

    /// <summary>Why it isn't reported; null for one that is.</summary>
    public FindingSuppression? Suppression { get; init; }
}
