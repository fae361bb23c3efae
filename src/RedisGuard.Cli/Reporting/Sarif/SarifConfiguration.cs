namespace RedisGuard.Cli.Reporting.Sarif;

/// <summary>How a rule is set (SARIF 2.1.0 §3.50).</summary>
internal sealed record SarifConfiguration(string Level, bool Enabled);
