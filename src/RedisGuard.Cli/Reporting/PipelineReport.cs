using System.Globalization;
using Microsoft.CodeAnalysis;
using RedisGuard.Cli.Reporting.Sarif;
using RedisGuard.Cli.Scanning;

namespace RedisGuard.Cli.Reporting;

/// <summary>A line for each finding that a pipeline shows at the code: GitHub's workflow commands, Azure's logging commands.</summary>
internal static class PipelineReport
{
    /// <summary>https://docs.github.com/actions/reference/workflow-commands-for-github-actions</summary>
    public static void WriteGitHub(ScanResult result, TextWriter writer)
    {
        var root = SarifRoot.Of(result.Root);
        foreach (var finding in result.Findings)
        {
            var place = finding.Place;
            var command = finding.Severity switch
            {
                DiagnosticSeverity.Error => "error",
                DiagnosticSeverity.Warning => "warning",
                _ => "notice",
            };
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"::{command} file={Property(root.PathOf(place.Path))},line={place.Line},endLine={place.EndLine},col={place.Column},title={finding.Id}::{Data(finding.Message)}"));
        }

        static string Data(string text) => text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

        static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
    }

    /// <summary>https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands</summary>
    public static void WriteAzure(ScanResult result, TextWriter writer)
    {
        var root = SarifRoot.Of(result.Root);
        foreach (var finding in result.Findings)
        {
            var place = finding.Place;
            // There is no word for information: a warning that nobody asked for would be one too many.
            var type = finding.Severity == DiagnosticSeverity.Error ? "error" : "warning";
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"##vso[task.logissue type={type};sourcepath={Property(root.PathOf(place.Path))};linenumber={place.Line};columnnumber={place.Column};code={finding.Id}]{Data(finding.Message)}");
            writer.WriteLine(finding.Severity >= DiagnosticSeverity.Warning ? line : $"{finding.Id} {root.PathOf(place.Path)}:{place.Line} {Data(finding.Message)}");
        }

        static string Data(string text) => text.ReplaceLineEndings(" ");

        static string Property(string text) => Data(text)
            .Replace("%", "%AZP25", StringComparison.Ordinal)
            .Replace(";", "%3B", StringComparison.Ordinal)
            .Replace("]", "%5D", StringComparison.Ordinal);
    }
}
