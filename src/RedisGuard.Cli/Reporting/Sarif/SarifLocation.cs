namespace RedisGuard.Cli.Reporting.Sarif;

/// <summary>A place (SARIF 2.1.0 §3.28).</summary>
/// <param name="Id">The number by which a message links it; null for one that no message names.</param>
internal sealed record SarifLocation(SarifPhysicalLocation PhysicalLocation, int? Id = null);
