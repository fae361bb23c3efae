namespace RedisGuard.Pool.Telemetry;

/// <summary>Readings of a pool for the instruments: counters, and no list of anything.</summary>
internal readonly record struct PoolReadings(
    IReadOnlyList<KeyValuePair<string, object?>> Tags,
    int MaxConnections,
    int Idle,
    int Used,
    int Waiting,
    int Subscriptions,
    RedisHealthState Health,
    RedisCircuitState Breaker);
