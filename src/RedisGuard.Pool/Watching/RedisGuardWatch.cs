using RedisGuard.Watch;
using RedisGuard.Watch.Arming;
using RedisGuard.Watch.Connections;

namespace RedisGuard.Pool;

/// <summary>
/// Sees every connection that this process opens with StackExchange.Redis from now on, whoever opens it, with the line. It changes
/// nothing of what the program does. Members may be called from any thread.
/// </summary>
/// <remarks>
/// What <c>redisguard run</c> does from outside, for programs that can't be started with it. Started once, it stays until the
/// process ends. An exception of its own switches it off with one line on standard error.
/// </remarks>
public static class RedisGuardWatch
{
    /// <summary>Tells whether it sees.</summary>
    public static bool IsOn => ConnectionWatch.Seen is not null && !Failure.IsOff;

    /// <summary>Starts it, unless it was started before: call it first of all, before the first connection is opened.</summary>
    /// <returns>Whether it sees. It can't in a program that was compiled ahead of time, as it has to generate code.</returns>
    public static bool Start() => ConnectionWatch.Start(new WatchSettings());

    /// <summary>Says what was seen, by the line that opened it; what leaked first. Empty while the watch is off.</summary>
    /// <returns>A picture of now.</returns>
    public static IReadOnlyList<RedisWatchedSite> GetSites() => ConnectionWatch.Seen?.Read(static sites => sites
        .Select(Describe)
        .OrderByDescending(static site => site.Leaked)
        .ThenByDescending(static site => site.Opened)
        .ToList()) ?? [];

    /// <summary>The servers that the process has open connections to, and how many to each, whoever opened them.</summary>
    internal static IReadOnlyList<(string Server, int Connections)> GetServers() => ConnectionWatch.Seen?.Read(static sites => sites
        .SelectMany(static site => site.Open)
        .GroupBy(static connection => connection.Server)
        .Select(static server => (server.Key, server.Count()))
        .OrderByDescending(static server => server.Item2)
        .ToList()) ?? [];

    private static RedisWatchedSite Describe(SiteTally tally) => new()
    {
        Site = new RedisCallSite(tally.Site.Path ?? "", tally.Site.Line, tally.Site.Member),
        Via = tally.Site.Via,
        Opened = tally.Opened,
        Closed = tally.Closed,
        Leaked = tally.Leaked,
        Open = tally.Open.Count,
        IsChurning = tally.Churn is not null,
    };
}
