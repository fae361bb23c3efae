using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Baselines;

namespace RedisGuard.Cli.Scanning;

/// <summary>
/// Collects findings, each place and rule once: a file that several target frameworks or projects compile is reported
/// for the first of them.
/// </summary>
/// <param name="root">The absolute folder that paths are relative to.</param>
/// <param name="minimum">The lowest severity taken.</param>
/// <param name="baselineFolder">The absolute folder of the baseline; null where none is asked for.</param>
internal sealed class FindingSet(string root, DiagnosticSeverity minimum, string? baselineFolder = null)
{
    private readonly Dictionary<(string Id, Place Place), Finding> _findings = [];

    public void Add(ImmutableArray<Diagnostic> diagnostics, string project)
    {
        foreach (var diagnostic in diagnostics)
        {
            if (diagnostic.Id == "AD0001" || diagnostic.IsSuppressed || diagnostic.Severity < minimum || diagnostic.Severity == DiagnosticSeverity.Hidden)
                continue;

            var place = Place.Of(diagnostic.Location, root);
            _findings.TryAdd((diagnostic.Id, place), Detach(diagnostic, place, project));
        }
    }

    public ImmutableArray<Finding> InOrder() =>
    [
        .. _findings.Values
            .OrderBy(finding => finding.Place.Path, StringComparer.Ordinal)
            .ThenBy(finding => finding.Place.Line)
            .ThenBy(finding => finding.Place.Column)
            .ThenBy(finding => finding.Id, StringComparer.Ordinal),
    ];

    private Finding Detach(Diagnostic diagnostic, Place place, string project)
    {
        var line = diagnostic.Location.SourceTree?.GetText().Lines[place.Line - 1].ToString() ?? "";
        var help = diagnostic.Descriptor.HelpLinkUri;
        return new Finding(
            diagnostic.Id,
            diagnostic.Severity,
            place,
            diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture),
            help.Length == 0 ? null : help,
            project,
            line,
            [.. diagnostic.AdditionalLocations.Where(location => location.IsInSource).Select(location => Place.Of(location, root))])
        {
            Key = baselineFolder is null ? null : BaselineKeys.Of(diagnostic, baselineFolder),
        };
    }
}
