using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RedisGuard.Cli.Loading;
using RedisGuard.Cli.Scanning;

namespace RedisGuard.Cli.Reporting;

/// <summary>The whole result as one JSON object, for scripts. Members are added, never renamed or removed.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        // Code and messages stay readable; nobody puts this into a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(ScanResult result, TextWriter writer) =>
        writer.WriteLine(JsonSerializer.Serialize(Document(result), Options));

    private static object Document(ScanResult result) => new
    {
        Version = 1,
        Tool = ToolIdentity.Name,
        ToolVersion = ToolIdentity.Version,
        result.Root,
        Findings = result.Findings.Select(Describe),
        Summary = result.Findings
            .GroupBy(finding => finding.Id)
            .OrderBy(rule => rule.Key, StringComparer.Ordinal)
            .Select(rule => new { Id = rule.Key, Count = rule.Count() }),
        Projects = result.Projects.Select(project => new
        {
            project.Name,
            project.Path,
            Mode = project.Mode == LoadMode.MSBuild ? "msbuild" : "loose",
            project.Files,
            project.Analyzed,
        }),
        result.Notes,
        AnalyzerExceptions = result.Failures,
        Baseline = result.Baseline is { } baseline
            ? new { baseline.File, Unchanged = baseline.Known.Length, Absent = baseline.Cured.Select(entry => new { entry.Rule, entry.Path, entry.Member, entry.Code, entry.Nth }) }
            : null,
    };

    private static object Describe(Finding finding) => new
    {
        finding.Id,
        Severity = Severity.Word(finding.Severity),
        finding.Place.Path,
        finding.Place.Line,
        finding.Place.Column,
        finding.Place.EndLine,
        finding.Place.EndColumn,
        finding.Message,
        finding.HelpLink,
        finding.Project,
        SourceLine = finding.SourceLine.Trim(),
        finding.Related,
    };
}
