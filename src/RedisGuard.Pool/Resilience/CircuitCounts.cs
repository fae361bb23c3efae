namespace RedisGuard.Pool.Resilience;

/// <summary>Content of a window when a failure was counted in it.</summary>
internal readonly record struct CircuitCounts(long Calls, long Failures, int FaultsInARow);
