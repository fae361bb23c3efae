namespace RedisGuard.Pool.Resilience;

/// <summary>What a window held when a failure was counted in it.</summary>
internal readonly record struct CircuitCounts(long Calls, long Failures, int FaultsInARow);
