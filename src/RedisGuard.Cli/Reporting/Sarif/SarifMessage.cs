namespace RedisGuard.Cli.Reporting.Sarif;

/// <summary>A text (SARIF 2.1.0 §3.11).</summary>
internal sealed record SarifMessage(string Text);
