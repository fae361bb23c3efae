using RedisGuard.Pool;

namespace RedisGuard.Dashboard.Pictures;

/// <summary>The facts of one pool that the verdict needs.</summary>
// LastLeakAt: The last leak since Since; null for none.
// Since: When somebody began to write leaks down.
// RecentHealings: Dead sockets that were closed lately.
internal sealed record PoolStanding(RedisPoolSnapshot Pool, IReadOnlyList<LeakPicture> Leaks, DateTimeOffset? LastLeakAt, DateTimeOffset Since, long RecentHealings);
