using System.Text.Json.Serialization;

namespace RedisGuard.Cli.Reporting.Sarif;

/// <summary>A SARIF file (SARIF 2.1.0 §3.13).</summary>
internal sealed record SarifLog([property: JsonPropertyName("$schema")] string Schema, string Version, IReadOnlyList<SarifRun> Runs);
