namespace RedisGuard.Cli.Cleaning;

/// <summary>A line of the audit: what was done to one connection, by whom, and by which rule.</summary>
internal sealed record AuditLine(DateTimeOffset Time, string Endpoint, string? RunId, string Plan, string Rule, PlanTarget Target, KillResult Result, string? Detail, string Who);
