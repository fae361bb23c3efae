using System.Globalization;
using RedisGuard.Pool;

namespace RedisGuard.Dashboard.Pictures;

/// <summary>The process in one sentence: the worst first, since somebody on call reads no second one.</summary>
internal static class Verdict
{
    public static VerdictPicture Of(IReadOnlyList<PoolStanding> pools, WatchPicture watch, DateTimeOffset now) =>
        pools.Select(Down).FirstOrDefault(static verdict => verdict is not null)
        ?? pools.Select(Exhausted).FirstOrDefault(static verdict => verdict is not null)
        ?? pools.Select(Leaking).FirstOrDefault(static verdict => verdict is not null)
        ?? Lost(watch)
        ?? pools.Select(Suspicious).FirstOrDefault(static verdict => verdict is not null)
        ?? Quiet(pools, now);

    private static VerdictPicture? Down(PoolStanding standing)
    {
        var pool = standing.Pool;
        if (pool.Breaker == RedisCircuitState.Isolated)
        {
            return new VerdictPicture("down", $"Isolated: the circuit breaker of {pool.Name} was opened by hand. Guarded calls fail at once.");
        }

        if (pool.Health.State == RedisHealthState.Unhealthy)
        {
            return new VerdictPicture("down", $"Server gone: {pool.EndPoints} has not answered for {Text(pool.Health.Age)}. {Breaker(pool)}");
        }

        return pool.Breaker != RedisCircuitState.Closed ? new VerdictPicture("down", $"Breaker open: {pool.EndPoints} fails too many calls. {Breaker(pool)}") : null;
    }

    private static string Breaker(RedisPoolSnapshot pool) => pool.Breaker switch
    {
        RedisCircuitState.Open => $"Guarded calls fail at once; next try in {Text(pool.BreakerRetryAfter)}.",
        RedisCircuitState.HalfOpen => "A probe is under way.",
        _ => "The pool keeps trying to connect.",
    };

    private static VerdictPicture? Exhausted(PoolStanding standing)
    {
        var pool = standing.Pool;
        if (pool.Waiting == 0)
        {
            return null;
        }

        var oldest = pool.Leases.Count == 0 ? "" : $" The oldest lease is held for {Text(pool.Leases[0].HeldFor)} by {Short(pool.Leases[0].Site)}.";
        return new VerdictPicture("exhausted", $"Exhausted: {Count(pool.Waiting, "call")} {(pool.Waiting == 1 ? "waits" : "wait")} for a connection, {pool.Connections.Count} of {pool.MaxConnections} are taken.{oldest}");
    }

    private static VerdictPicture? Leaking(PoolStanding standing)
    {
        var recent = standing.Leaks.Where(static leak => leak.Recent > 0).ToList();
        if (recent.Count == 0)
        {
            return null;
        }

        var worst = recent[0];
        var others = recent.Count == 1 ? "" : $" {Count(recent.Count - 1, "other line")} too.";
        return new VerdictPicture("leaking", $"Leaking: {worst.Site.Text} lost {Count(worst.Recent, Noun(worst.Kind))} in 10 min.{others}");
    }

    private static VerdictPicture? Lost(WatchPicture watch) => watch.Sites.FirstOrDefault(static site => site.Leaked > 0) is { } site
        ? new VerdictPicture("leaking", $"Leaking: {site.Site.Text} opened {Count(site.Opened, "connection")} and lost {site.Leaked} without closing {(site.Leaked == 1 ? "it" : "them")}.")
        : null;

    private static VerdictPicture? Suspicious(PoolStanding standing)
    {
        var pool = standing.Pool;
        if (standing.RecentHealings > 0)
        {
            return new VerdictPicture("healing", $"Healing: {Count(standing.RecentHealings, "dead socket")} to {pool.EndPoints} closed in the last minute; the connections come back by themselves.");
        }

        if (pool.Health.State == RedisHealthState.Degraded)
        {
            return new VerdictPicture("healing", $"Slow: {pool.EndPoints} did not answer {Count(pool.Health.Failures, "look")} in a row.");
        }

        return pool.Loops.FirstOrDefault(static loop => loop.IsOverdue) is { } loop
            ? new VerdictPicture("healing", $"Unknown: «{loop.Name}» of {pool.Name} last ran {Text(loop.SinceLastRun)} ago. What it found last may not be true any more.")
            : null;
    }

    private static VerdictPicture Quiet(IReadOnlyList<PoolStanding> pools, DateTimeOffset now)
    {
        var connections = pools.Sum(static standing => standing.Pool.Connections.Count);
        if (connections == 0)
        {
            return new VerdictPicture("empty", "Nothing yet: no pool of this process has a connection.");
        }

        var quietSince = pools.Max(static standing => standing.LastLeakAt) ?? pools.Min(static standing => standing.Since);
        var before = pools.Sum(static standing => standing.Leaks.Sum(static leak => leak.Count));
        return new VerdictPicture(
            "healthy",
            $"Healthy: {Count(connections, "connection")}, nothing leaked in {Text(now - quietSince)}{(before == 0 ? "" : $"; {Count(before, "leak")} before that")}.");
    }

    private static string Short(RedisCallSite site) => site.IsKnown ? $"{site.FilePath[(site.FilePath.LastIndexOfAny(['/', '\\']) + 1)..]}:{site.Line}" : "an unknown line";

    private static string Noun(string kind) => kind switch
    {
        nameof(RedisLeakKind.Lease) => "lease",
        nameof(RedisLeakKind.Subscription) => "subscription",
        _ => "connection",
    };

    private static string Count(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    private static string Text(TimeSpan time) => time switch
    {
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, (int)time.TotalSeconds)} s"),
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min"),
        { TotalHours: < 48 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalDays} d"),
    };
}
