namespace RedisGuard.Cli.Scanning;

/// <summary>An exception that left an analyzer: a defect of RedisGuard, not of the scanned code.</summary>
internal sealed record AnalyzerFailure(string Analyzer, string Exception, string Project);
