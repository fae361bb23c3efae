using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.CodeAnalysis;
using RedisGuard.Cli.Scanning;

namespace RedisGuard.Cli.Reporting.Sarif;

/// <summary>Writes a result as SARIF 2.1.0, for code scanning and editors.</summary>
internal static class SarifReport
{
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";
    private const string Root = "SRCROOT";

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static async Task WriteAsync(ScanResult result, string file, CancellationToken cancellation)
    {
        var path = Path.GetFullPath(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var stream = File.Create(path);
        await using (stream.ConfigureAwait(false))
            await JsonSerializer.SerializeAsync(stream, Log(result), Options, cancellation).ConfigureAwait(false);
    }

    public static SarifLog Log(ScanResult result)
    {
        var rules = result.Rules;
        var indexes = rules.Select((rule, index) => (rule.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index);
        var fingerprints = new Fingerprints();
        var driver = new SarifDriver(ToolIdentity.Name, ToolIdentity.Version, ToolIdentity.Uri, [.. rules.Select(Rule)]);
        var notes = result.Notes.Select(note => new SarifNotification("note", new SarifMessage(note)));
        var failures = result.Failures.Select(failure => new SarifNotification("error", new SarifMessage($"{failure.Analyzer}: {failure.Exception}")));
        var run = new SarifRun(
            new SarifTool(driver),
            new Dictionary<string, SarifArtifactLocation> { [Root] = new(new Uri(Path.TrimEndingDirectorySeparator(result.Root) + Path.DirectorySeparatorChar).AbsoluteUri) },
            "utf16CodeUnits",
            [new SarifInvocation(ExecutionSuccessful: true, [.. notes, .. failures])],
            [.. Findings(result).Select(finding => Result(finding.Finding, indexes, fingerprints, result.Root) with { BaselineState = finding.State })]);
        return new SarifLog(Schema, "2.1.0", [run]);
    }

    // Known findings too: a log without them would close their alerts.
    private static IEnumerable<(Finding Finding, string? State)> Findings(ScanResult result) => result.Baseline is { } baseline
        ? result.Findings.Select(finding => (finding, (string?)"new")).Concat(baseline.Known.Select(finding => (finding, (string?)"unchanged")))
        : result.Findings.Select(finding => (finding, (string?)null));

    private static SarifRule Rule(DiagnosticDescriptor rule) => new(
        rule.Id,
        new SarifMessage(rule.Title.ToString(CultureInfo.InvariantCulture)),
        rule.Description.ToString(CultureInfo.InvariantCulture) is { Length: > 0 } description ? new SarifMessage(description) : null,
        rule.HelpLinkUri is { Length: > 0 } link ? link : null,
        new SarifConfiguration(Severity.SarifLevel(rule.DefaultSeverity), rule.IsEnabledByDefault));

    private static SarifResult Result(Finding finding, Dictionary<string, int> indexes, Fingerprints fingerprints, string root) => new(
        finding.Id,
        indexes[finding.Id],
        Severity.SarifLevel(finding.Severity),
        new SarifMessage(finding.Message),
        [Location(finding.Place, root, new SarifMessage(finding.SourceLine))],
        finding.Related.IsEmpty ? null : [.. finding.Related.Select(place => Location(place, root))],
        new Dictionary<string, string> { ["redisGuard/v1"] = fingerprints.Next(finding) });

    private static SarifLocation Location(Place place, string root, SarifMessage? snippet = null) =>
        new(new SarifPhysicalLocation(Artifact(place.Path, root), new SarifRegion(place.Line, place.Column, place.EndLine, place.EndColumn, snippet)));

    /// <summary>A path below the root is relative to it; any other is absolute, since a reader can't climb out of a base.</summary>
    private static SarifArtifactLocation Artifact(string path, string root) =>
        path.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(path)
            ? new SarifArtifactLocation(new Uri(Path.GetFullPath(Path.Combine(root, path))).AbsoluteUri)
            : new SarifArtifactLocation(string.Join('/', path.Split('/').Select(Uri.EscapeDataString)), Root);
}
