namespace RedisGuard.Pool.Attaching.Reports;

/// <summary>The connections of a pool that are for the same and do the same.</summary>
/// <param name="Kind">What they are for.</param>
/// <param name="State">What they do.</param>
/// <param name="Connections">How many.</param>
/// <param name="Sockets">Their sockets.</param>
/// <param name="Outstanding">Commands without a reply yet.</param>
/// <param name="OldestSeconds">The age of the oldest.</param>
internal sealed record PoolConnectionReport(string Kind, string State, int Connections, long Sockets, long Outstanding, double OldestSeconds);
