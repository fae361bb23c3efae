namespace RedisGuard.Benchmarks.Pool;

/// <summary>Reading of one window of load.</summary>
/// <param name="Rate">Calls a second.</param>
/// <param name="P50">Half of them took at most this many microseconds.</param>
/// <param name="P99">99 % of them did.</param>
/// <param name="Longest">All of them did: one that stands out tells of a stall that the others hide.</param>
/// <param name="Failed">Calls that threw.</param>
internal sealed record LoadReading(double Rate, double P50, double P99, double Longest, long Failed);
