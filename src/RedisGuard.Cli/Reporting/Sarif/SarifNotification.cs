namespace RedisGuard.Cli.Reporting.Sarif;

/// <summary>Something to know of the run itself (SARIF 2.1.0 §3.58).</summary>
internal sealed record SarifNotification(string Level, SarifMessage Message);
