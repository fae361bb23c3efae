namespace RedisGuard.Cli.Reporting.Sarif;

/// <summary>Lines and columns from 1, the end column exclusive (SARIF 2.1.0 §3.30).</summary>
internal sealed record SarifRegion(int StartLine, int StartColumn, int EndLine, int EndColumn, SarifMessage? Snippet = null);
