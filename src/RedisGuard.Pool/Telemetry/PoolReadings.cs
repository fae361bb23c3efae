namespace RedisGuard.Pool.Telemetry;

/// <summary>What the instruments read of a pool: counters, and no list of anything.</summary>
internal readonly record struct PoolReadings(
    IReadOnlyList<KeyValuePair<string, object?>> Tags,
    int MaxConnections,
    int Idle,
    int Used,
    int Waiting,
    int Subscriptions,
    RedisHealthState Health,
    RedisCircuitState Breaker);
