namespace RedisGuard.Cli.Reporting.Sarif;

/// <summary>A place (SARIF 2.1.0 §3.28).</summary>
internal sealed record SarifLocation(SarifPhysicalLocation PhysicalLocation);
