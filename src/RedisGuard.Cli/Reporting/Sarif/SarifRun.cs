namespace RedisGuard.Cli.Reporting.Sarif;

/// <summary>One run of the tool (SARIF 2.1.0 §3.14).</summary>
internal sealed record SarifRun(SarifTool Tool, Dictionary<string, SarifArtifactLocation> OriginalUriBaseIds, string ColumnKind, IReadOnlyList<SarifInvocation> Invocations, IReadOnlyList<SarifResult> Results, SarifAutomation AutomationDetails);
