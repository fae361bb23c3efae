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
    /// <summary>In place of a file's name.</summary>
    public const string StandardOutput = "-";

    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";
    private const string Root = "SRCROOT";

    /// <summary>GitHub takes 25 000 results of a run and 1 000 places of a result, and refuses a log with more.</summary>
    private const int MostResults = 25_000;
    private const int MostRelated = 100;

    /// <summary>High, by GitHub's scale: a password or an unchecked certificate gives the server away.</summary>
    private const string SecuritySeverity = "7.5";

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static async Task WriteAsync(ScanResult result, string file, CancellationToken cancellation)
    {
        var stream = file == StandardOutput ? Console.OpenStandardOutput() : File.Create(Path.GetFullPath(file));
        await using (stream.ConfigureAwait(false))
        {
            await JsonSerializer.SerializeAsync(stream, Log(result), Options, cancellation).ConfigureAwait(false);
        }
    }

    public static SarifLog Log(ScanResult result)
    {
        var rules = result.Rules;
        var indexes = rules.Select((rule, index) => (rule.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index);
        var fingerprints = new Fingerprints();
        var root = SarifRoot.Of(result.Root);
        var driver = new SarifDriver(ToolIdentity.Name, ToolIdentity.Version, ToolIdentity.Uri, [.. rules.Select(Rule)]);
        var results = Findings(result).Select(finding => Result(finding.Finding, indexes, fingerprints, root) with { BaselineState = finding.State }).ToList();
        var notes = result.Notes.Select(note => new SarifNotification("note", new SarifMessage(note)));
        if (results.Count > MostResults)
        {
            notes = notes.Append(new SarifNotification("warning", new SarifMessage(string.Create(CultureInfo.InvariantCulture, $"{results.Count - MostResults} results over {MostResults} are left out."))));
        }

        var failures = result.Failures.Select(failure => new SarifNotification("error", new SarifMessage($"{failure.Analyzer}: {failure.Exception}")));
        var run = new SarifRun(
            new SarifTool(driver),
            new Dictionary<string, SarifArtifactLocation> { [Root] = new(new Uri(Path.TrimEndingDirectorySeparator(root.Repository) + Path.DirectorySeparatorChar).AbsoluteUri) },
            "utf16CodeUnits",
            [new SarifInvocation(ExecutionSuccessful: true, [.. notes, .. failures])],
            [.. results.OrderByDescending(static found => found.Level == "error").ThenByDescending(static found => found.Level == "warning").Take(MostResults)],
            new SarifAutomation(root.Prefix.Length == 0 ? "redisguard/" : $"redisguard/{root.Prefix}/"));
        return new SarifLog(Schema, "2.1.0", [run]);
    }

    // Known findings too: a log without them would close their alerts.
    private static IEnumerable<(Finding Finding, string? State)> Findings(ScanResult result) => (result.Baseline is { } baseline
            ? result.Findings.Select(static finding => (finding, (string?)"new")).Concat(baseline.Known.Select(static finding => (finding, (string?)"unchanged")))
            : result.Findings.Select(static finding => (finding, (string?)null)))
        .Concat(result.Suppressed.Select(static finding => (finding, (string?)null)));

    private static SarifRule Rule(DiagnosticDescriptor rule)
    {
        var title = rule.Title.ToString(CultureInfo.InvariantCulture);
        var description = rule.Description.ToString(CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : title;
        var link = rule.HelpLinkUri is { Length: > 0 } uri ? uri : null;
        return new SarifRule(
            rule.Id,
            new SarifMessage(title),
            new SarifMessage(description),
            link,
            new SarifRuleHelp(link is null ? description : $"{description} {link}", link is null ? description : $"{description}\n\n[{rule.Id}]({link})"),
            new SarifConfiguration(Severity.SarifLevel(rule.DefaultSeverity), rule.IsEnabledByDefault),
            Properties(rule));
    }

    private static SarifRuleProperties Properties(DiagnosticDescriptor rule)
    {
        var isSecurity = rule.Id.StartsWith("RG5", StringComparison.Ordinal);
        return new SarifRuleProperties(
            ["redis", rule.Category[(rule.Category.LastIndexOf('.') + 1)..].ToLowerInvariant(), isSecurity ? "security" : "reliability"],
            // A warning is only given where the rule is certain.
            rule.DefaultSeverity >= DiagnosticSeverity.Warning ? "very-high" : "high",
            Severity.ProblemSeverity(rule.DefaultSeverity),
            isSecurity ? SecuritySeverity : null);
    }

    private static SarifResult Result(Finding finding, Dictionary<string, int> indexes, Fingerprints fingerprints, SarifRoot root) => new(
        finding.Id,
        indexes[finding.Id],
        Severity.SarifLevel(finding.Severity),
        new SarifMessage(finding.Message + string.Concat(finding.Related.Take(MostRelated).Select(static (place, index) =>
            string.Create(CultureInfo.InvariantCulture, $" [{Path.GetFileName(place.Path)}:{place.Line}]({index + 1})")))),
        [Location(finding.Place, root, new SarifMessage(finding.SourceLine))],
        finding.Related.IsEmpty ? null : [.. finding.Related.Take(MostRelated).Select((place, index) => Location(place, root) with { Id = index + 1 })],
        Fingerprints(finding, fingerprints),
        finding.Suppression is { } suppression ? [new SarifSuppression(suppression.IsInSource ? "inSource" : "external", suppression.Justification)] : null);

    private static Dictionary<string, string> Fingerprints(Finding finding, Fingerprints fingerprints)
    {
        var prints = new Dictionary<string, string> { ["redisGuard/v1"] = fingerprints.Next(finding) };
        if (finding.LineHash is { } hash)
        {
            prints["primaryLocationLineHash"] = hash;
        }

        return prints;
    }

    private static SarifLocation Location(Place place, SarifRoot root, SarifMessage? snippet = null) =>
        new(new SarifPhysicalLocation(root.Artifact(place.Path, Root), new SarifRegion(place.Line, place.Column, place.EndLine, place.EndColumn, snippet)));
}
