namespace RedisGuard.Cli.Reporting.Sarif;

/// <summary>A file and a region in it (SARIF 2.1.0 §3.29).</summary>
internal sealed record SarifPhysicalLocation(SarifArtifactLocation ArtifactLocation, SarifRegion Region);
