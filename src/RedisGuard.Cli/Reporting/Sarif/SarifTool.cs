namespace RedisGuard.Cli.Reporting.Sarif;

/// <summary>The tool that ran (SARIF 2.1.0 §3.18).</summary>
internal sealed record SarifTool(SarifDriver Driver);
