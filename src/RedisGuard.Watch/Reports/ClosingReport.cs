namespace RedisGuard.Watch.Reports;

/// <summary>One line that closed connections.</summary>
internal sealed record ClosingReport(string Member, string? Path, int Line, long Count);
