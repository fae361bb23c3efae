using RedisGuard.Dashboard.History;

namespace RedisGuard.Dashboard.Pictures;

/// <summary>One pool.</summary>
// Server: What the server lets in; null when it didn't tell.
internal sealed record PoolPicture(
    string Name,
    string EndPoints,
    int MaxConnections,
    int Waiting,
    IReadOnlyDictionary<string, int> States,
    IReadOnlyList<ConnectionPicture> Connections,
    int ConnectionCount,
    IReadOnlyList<HolderPicture> Holders,
    IReadOnlyList<LeasePicture> Leases,
    int LeaseCount,
    IReadOnlyList<SubscriptionPicture> Subscriptions,
    int SubscriptionCount,
    long Gaps,
    IReadOnlyList<LeakPicture> Leaks,
    string Breaker,
    double RetryAfter,
    HealthPicture Health,
    long Healings,
    long ReconnectAttempts,
    ServerPicture? Server,
    long Since,
    IReadOnlyList<Change> HealthChanges,
    IReadOnlyList<Change> BreakerChanges,
    IReadOnlyList<LoopPicture> Loops);
