using RedisGuard.Pool.Attaching.Reports;

namespace RedisGuard.Pool.Attaching;

/// <summary>Makes the report of a pool of its snapshot.</summary>
internal static class PoolReporter
{
    public static PoolReport Of(RedisPoolSnapshot pool) => new()
    {
        Name = pool.Name,
        EndPoints = pool.EndPoints,
        MaxConnections = pool.MaxConnections,
        Waiting = pool.Waiting,
        Subscriptions = pool.Subscriptions.Count,
        Health = pool.Health.State.ToString(),
        LastFailure = pool.Health.LastFailure,
        Breaker = pool.Breaker.ToString(),
        ReconnectAttempts = pool.ReconnectAttempts,
        Connections =
        [
            .. pool.Connections.GroupBy(static connection => (connection.Kind, connection.State)).OrderBy(static group => group.Key)
                .Select(static group => new PoolConnectionReport(
                    group.Key.Kind.ToString(),
                    group.Key.State.ToString(),
                    group.Count(),
                    group.Sum(static connection => connection.Sockets),
                    group.Sum(static connection => connection.Outstanding),
                    Seconds(group.Max(static connection => connection.Age)))),
        ],
        Leases =
        [
            .. pool.Leases.OrderByDescending(static lease => lease.HeldFor).Take(PoolReport.MostLeases).Select(static lease =>
                new PoolLeaseReport(lease.Site.FilePath ?? "", lease.Site.Line, lease.Site.Member ?? "", Seconds(lease.HeldFor), lease.Outstanding)),
        ],
        LeaseCount = pool.Leases.Count,
        Leaks =
        [
            .. pool.Leaks.Select(static leak =>
                new PoolLeakReport(leak.Kind.ToString(), leak.Site.FilePath ?? "", leak.Site.Line, leak.Site.Member ?? "", leak.Count)),
        ],
    };

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 1);
}
