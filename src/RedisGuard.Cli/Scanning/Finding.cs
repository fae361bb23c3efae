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
    /// <summary>The key by which a baseline knows it; null where no baseline was asked for.</summary>
    public BaselineEntry? Key { get; init; }

    /// <summary>The hash by which code scanning knows the line; null where it stands in no source.</summary>
    public string? LineHash { get; init; }

    /// <summary>The reason for not reporting it; null for one that is reported.</summary>
    public FindingSuppression? Suppression { get; init; }
}
