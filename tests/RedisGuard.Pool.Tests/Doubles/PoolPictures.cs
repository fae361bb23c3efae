namespace RedisGuard.Pool.Tests.Doubles;

/// <summary>Pictures of a pool with what a test puts into them.</summary>
internal static class PoolPictures
{
    public static RedisPoolSnapshot Of(
        IReadOnlyList<RedisConnectionSnapshot>? connections = null, IReadOnlyList<RedisLeaseSnapshot>? leases = null, IReadOnlyList<RedisLeak>? leaks = null)
    {
        using var pool = Pools.Fake(new FakeOpener());
        var unused = pool.GetSnapshot();
        return new RedisPoolSnapshot
        {
            Name = unused.Name,
            EndPoints = unused.EndPoints,
            MaxConnections = 12,
            Connections = connections ?? [],
            Leases = leases ?? [],
            Waiting = 4,
            Subscriptions = [],
            Leaks = leaks ?? [],
            ReconnectAttempts = 0,
            Breaker = unused.Breaker,
            BreakerRetryAfter = unused.BreakerRetryAfter,
            Health = unused.Health,
            Healings = 0,
            Loops = [],
        };
    }

    public static IEnumerable<RedisConnectionSnapshot> Connections(int count, RedisConnectionState state) => Enumerable.Repeat(
        new RedisConnectionSnapshot { ClientName = "one", Kind = RedisConnectionKind.Exclusive, State = state }, count);

    public static RedisLeaseSnapshot Lease(int line, int heldFor, int outstanding = 0) =>
        new() { Site = Site(line), HeldFor = TimeSpan.FromSeconds(heldFor), ClientName = "one", Outstanding = outstanding };

    public static RedisLeak Leak(int line, int count) => new() { Kind = RedisLeakKind.Lease, Site = Site(line), Count = count };

    private static RedisCallSite Site(int line) => new("Jobs.cs", line, "Run");
}
