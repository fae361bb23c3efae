using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using RedisGuard.Cli.Reporting.Sarif;
using RedisGuard.Cli.Scanning;

namespace RedisGuard.Cli.Reporting;

/// <summary>A Code Quality report of GitLab (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format).</summary>
internal static class GitLabReport
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(ScanResult result, TextWriter writer)
    {
        var root = SarifRoot.Of(result.Root);
        var fingerprints = new Fingerprints();
        var issues = result.Findings.Select(finding => new
        {
            description = $"{finding.Id}: {finding.Message}",
            check_name = finding.Id,
            // GitLab drops a finding whose fingerprint it has seen.
            fingerprint = fingerprints.Next(finding),
            severity = finding.Severity switch
            {
                DiagnosticSeverity.Error => "critical",
                DiagnosticSeverity.Warning => "major",
                _ => "info",
            },
            location = new { path = root.PathOf(finding.Place.Path), lines = new { begin = finding.Place.Line, end = finding.Place.EndLine } },
        });
        writer.WriteLine(JsonSerializer.Serialize(issues, Options));
    }
}
