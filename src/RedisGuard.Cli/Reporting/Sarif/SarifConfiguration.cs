namespace RedisGuard.Cli.Reporting.Sarif;

/// <summary>Setting of a rule (SARIF 2.1.0 §3.50).</summary>
internal sealed record SarifConfiguration(string Level, bool Enabled);
