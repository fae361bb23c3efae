namespace RedisGuard.Cli.Reporting.Sarif;

/// <summary>The tool's component with its rules (SARIF 2.1.0 §3.19).</summary>
internal sealed record SarifDriver(string Name, string SemanticVersion, string InformationUri, IReadOnlyList<SarifRule> Rules);
