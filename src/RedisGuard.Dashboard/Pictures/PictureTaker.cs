using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using RedisGuard.Dashboard.History;
using RedisGuard.Pool;

namespace RedisGuard.Dashboard.Pictures;

/// <summary>Takes a picture of every living pool and of the watch. Asks the server for nothing but its limit, and that rarely.</summary>
internal sealed class PictureTaker(PoolHistories histories, ServerHeadroom headroom, TimeProvider time)
{
    /// <summary>Rows of one list: a page of ten thousand leases helps nobody, the oldest and the fullest do.</summary>
    public const int MostRows = 100;

    private static readonly string Application = Assembly.GetEntryAssembly()?.GetName().Name ?? "";
    private static readonly DateTimeOffset Started = Process.GetCurrentProcess().StartTime;

    public ReadOnlyMemory<byte> Take() => JsonSerializer.SerializeToUtf8Bytes(Look(), PictureJson.Default.Picture);

    public Picture Look()
    {
        var now = time.GetUtcNow();
        var pools = PoolRegistry.All.Select(Look).OrderBy(static pool => pool.Picture.Name, StringComparer.Ordinal).ToList();
        var watch = Watched();
        return new Picture(
            now.ToUnixTimeMilliseconds(),
            Verdict.Of([.. pools.Select(static pool => pool.Standing)], watch, now),
            Application,
            Environment.ProcessId,
            (now - Started).TotalSeconds,
            [.. pools.Select(static pool => pool.Picture)],
            watch);
    }

    private (PoolPicture Picture, PoolStanding Standing) Look(RedisPool pool)
    {
        var snapshot = pool.GetSnapshot();
        var history = histories.Of(pool);
        var leaks = snapshot.Leaks.Select(leak => Describe(leak, history)).OrderByDescending(static leak => leak.Recent).ThenByDescending(static leak => leak.Count).ToList();
        var picture = new PoolPicture(
            snapshot.Name,
            snapshot.EndPoints,
            snapshot.MaxConnections,
            snapshot.Waiting,
            snapshot.Connections.GroupBy(static connection => connection.State).ToDictionary(static state => state.Key.ToString(), static state => state.Count()),
            [.. snapshot.Connections.OrderByDescending(static connection => connection.Age).Take(MostRows).Select(Describe)],
            snapshot.Connections.Count,
            [
                .. snapshot.Leases.GroupBy(static lease => lease.Site)
                    .Select(static holder => new HolderPicture(Describe(holder.Key), holder.Count(), holder.Max(static lease => lease.HeldFor).TotalSeconds))
                    .OrderByDescending(static holder => holder.Leases)
                    .Take(MostRows),
            ],
            [.. snapshot.Leases.Take(MostRows).Select(static lease => new LeasePicture(Describe(lease.Site), lease.HeldFor.TotalSeconds, lease.ClientName, lease.Outstanding))],
            snapshot.Leases.Count,
            [
                .. snapshot.Subscriptions.OrderByDescending(static subscription => subscription.Pending).ThenByDescending(static subscription => subscription.Dropped)
                    .Take(MostRows)
                    .Select(static subscription => new SubscriptionPicture(subscription.Channel, Describe(subscription.Site), subscription.Pending, subscription.Dropped, subscription.Gaps)),
            ],
            snapshot.Subscriptions.Count,
            snapshot.Subscriptions.Sum(static subscription => subscription.Gaps),
            [.. leaks.Take(MostRows)],
            snapshot.Breaker.ToString(),
            snapshot.BreakerRetryAfter.TotalSeconds,
            new HealthPicture(
                snapshot.Health.State.ToString(), snapshot.Health.Age.TotalSeconds, snapshot.Health.Failures, snapshot.Health.LastFailure, snapshot.Health.Latency?.TotalSeconds),
            snapshot.Healings,
            snapshot.ReconnectAttempts,
            headroom.Of(pool, snapshot),
            history.Since.ToUnixTimeMilliseconds(),
            history.Health,
            history.Breaker,
            [.. snapshot.Loops.Select(static loop => new LoopPicture(loop.Name, loop.SinceLastRun.TotalSeconds, loop.Pause.TotalSeconds, loop.Failures, loop.IsOverdue))]);
        return (picture, new PoolStanding(snapshot, leaks, history.LastLeakAt, history.Since, history.Recent(snapshot.Healings)));
    }

    private static ConnectionPicture Describe(RedisConnectionSnapshot connection) => new(
        connection.ClientName, connection.Kind.ToString(), connection.State.ToString(), connection.IsReady, connection.Outstanding, connection.Sockets, connection.SocketsOpened,
        connection.Age.TotalSeconds);

    private static LeakPicture Describe(RedisLeak leak, PoolHistory history)
    {
        var (recent, last) = history.Of(leak);
        return new LeakPicture(leak.Kind.ToString(), Describe(leak.Site), leak.Count, recent, last?.ToUnixTimeMilliseconds(), "RG3009");
    }

    private static SitePicture Describe(RedisCallSite site) => site.IsKnown
        ? new SitePicture($"{site.FilePath[(site.FilePath.LastIndexOfAny(['/', '\\']) + 1)..]}:{site.Line}", site.FilePath, site.Member)
        : new SitePicture("an unknown line", "", site.Member);

    private static WatchPicture Watched()
    {
        var sites = RedisGuardWatch.GetSites();
        return new WatchPicture(
            RedisGuardWatch.IsOn,
            sites.Sum(static site => site.Open),
            [
                .. sites.Take(MostRows).Select(static site =>
                    new WatchedSitePicture(Describe(site.Site), site.Via, site.Opened, site.Closed, site.Leaked, site.Open, site.IsChurning)),
            ],
            [.. RedisGuardWatch.GetServers().Take(MostRows).Select(static server => new WatchedServerPicture(server.Server, server.Connections))]);
    }
}
