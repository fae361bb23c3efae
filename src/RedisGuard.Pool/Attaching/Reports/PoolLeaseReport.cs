namespace RedisGuard.Pool.Attaching.Reports;

/// <summary>A lease that is held.</summary>
/// <param name="Path">The file of the line that rented it; empty when not known.</param>
/// <param name="Line">From 1; 0 when not known.</param>
/// <param name="Member">The member.</param>
/// <param name="HeldSeconds">For how long.</param>
/// <param name="Outstanding">Commands on it without a reply yet.</param>
internal sealed record PoolLeaseReport(string Path, int Line, string Member, double HeldSeconds, long Outstanding);
