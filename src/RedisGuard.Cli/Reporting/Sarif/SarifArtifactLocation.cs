namespace RedisGuard.Cli.Reporting.Sarif;

/// <summary>A file, relative to a base where it has one (SARIF 2.1.0 §3.4).</summary>
internal sealed record SarifArtifactLocation(string Uri, string? UriBaseId = null);
