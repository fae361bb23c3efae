namespace RedisGuard.Cli.Reporting.Sarif;

/// <summary>The reason for not reporting a result (SARIF 2.1.0 §3.35): <c>inSource</c> for pragmas and attributes, <c>external</c> for suppressors.</summary>
internal sealed record SarifSuppression(string Kind, string? Justification);
