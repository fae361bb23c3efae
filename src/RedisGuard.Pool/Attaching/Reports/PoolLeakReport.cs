namespace RedisGuard.Pool.Attaching.Reports;

/// <summary>The handles that one line took from a pool and lost.</summary>
/// <param name="Kind">What was lost.</param>
/// <param name="Path">The file of the line; empty when not known.</param>
/// <param name="Line">From 1; 0 when not known.</param>
/// <param name="Member">The member.</param>
/// <param name="Count">How often.</param>
internal sealed record PoolLeakReport(string Kind, string Path, int Line, string Member, long Count);
