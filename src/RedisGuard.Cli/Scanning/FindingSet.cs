using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using RedisGuard.Analyzers.Baselines;
using RedisGuard.Analyzers.Rules;
using RedisGuard.Cli.Reporting.Sarif;

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
    private readonly Dictionary<string, IReadOnlyList<string>> _lineHashes = [];

    public void Add(ImmutableArray<Diagnostic> diagnostics, string project, Compilation compilation)
    {
        var lines = new ShownLine(diagnostics);
        foreach (var diagnostic in diagnostics)
        {
            if (diagnostic.Id == "AD0001" || diagnostic.Severity < minimum || diagnostic.Severity == DiagnosticSeverity.Hidden)
            {
                continue;
            }

            var place = Place.Of(diagnostic.Location, root);
            var key = (diagnostic.Id, place);
            // What one project suppresses, another may report.
            if (!_findings.TryGetValue(key, out var known) || (known.Suppression is not null && !diagnostic.IsSuppressed))
            {
                _findings[key] = Detach(diagnostic, place, project, compilation, lines);
            }
        }
    }

    /// <summary>Those that are reported.</summary>
    public ImmutableArray<Finding> InOrder() => Ordered(static finding => finding.Suppression is null);

    /// <summary>Those that the code or a suppressor silences.</summary>
    public ImmutableArray<Finding> SuppressedInOrder() => Ordered(static finding => finding.Suppression is not null);

    private ImmutableArray<Finding> Ordered(Func<Finding, bool> isWanted) =>
    [
        .. _findings.Values
            .Where(isWanted)
            .OrderBy(finding => finding.Place.Path, StringComparer.Ordinal)
            .ThenBy(finding => finding.Place.Line)
            .ThenBy(finding => finding.Place.Column)
            .ThenBy(finding => finding.Id, StringComparer.Ordinal),
    ];

    private Finding Detach(Diagnostic diagnostic, Place place, string project, Compilation compilation, ShownLine lines)
    {
        var help = diagnostic.Descriptor.HelpLinkUri;
        return new Finding(
            diagnostic.Id,
            diagnostic.Severity,
            place,
            diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture),
            help.Length == 0 ? null : help,
            project,
            lines.Of(diagnostic, diagnostic.Location.GetLineSpan().StartLinePosition.Line),
            [.. diagnostic.AdditionalLocations.Where(location => location.IsInSource).Select(location => Place.Of(location, root))])
        {
            Key = baselineFolder is null ? null : BaselineKeys.Of(diagnostic, baselineFolder),
            LineHash = HashOf(diagnostic, place),
            Suppression = FindingSuppression.Of(diagnostic, compilation),
        };
    }

    private static string TextOf(SyntaxTree tree) =>
        RazorCode.IsIn(tree) && RazorCode.SourceOf(tree) is { } razor && File.Exists(razor) ? File.ReadAllText(razor) : tree.ToString();

    private string? HashOf(Diagnostic diagnostic, Place place)
    {
        if (diagnostic.Location.SourceTree is not { } tree)
        {
            return null;
        }

        if (!_lineHashes.TryGetValue(place.Path, out var hashes))
        {
            _lineHashes[place.Path] = hashes = LineHashes.Of(TextOf(tree));
        }

        return hashes.ElementAtOrDefault(place.Line - 1);
    }
}
