namespace RedisGuard.Pool.Resilience;

/// <summary>The reply of a command that has none.</summary>
internal readonly struct Nothing;
