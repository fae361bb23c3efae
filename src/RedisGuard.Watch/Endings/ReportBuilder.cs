using RedisGuard.Watch.Arming;
using RedisGuard.Watch.Connections;
using RedisGuard.Watch.Library;
using RedisGuard.Watch.Reports;
using StackExchange.Redis;

namespace RedisGuard.Watch.Endings;

/// <summary>Makes a report of what the watch has seen by now.</summary>
internal static class ReportBuilder
{
    private static readonly string s_libraryVersion = ToldVersion.Of(typeof(ConnectionMultiplexer).Assembly);
    private static readonly string s_program = System.Reflection.Assembly.GetEntryAssembly()?.GetName().Name ?? AppDomain.CurrentDomain.FriendlyName;

    /// <summary>Of a process that runs on.</summary>
    public static WatchReport Build() => Build(ConnectionWatch.Seen!, ProcessEnding.Running);

    /// <param name="seen">What was seen.</param>
    /// <param name="ending">How far the process is.</param>
    /// <param name="of">The lines to tell of; <see langword="null"/> for all.</param>
    public static WatchReport Build(Registry seen, ProcessEnding ending, Func<SiteTally, bool>? of = null)
    {
        seen.FindUnmet();
        return seen.Read(tallies => Build(of is null ? tallies : [.. tallies.Where(of)], ending));
    }

    private static WatchReport Build(IReadOnlyCollection<SiteTally> tallies, ProcessEnding ending)
    {
        var end = ending == ProcessEnding.Running ? null : OpenAtTheEnd.Sort(tallies, mayRunOn: ending == ProcessEnding.Signal);
        var ordered = tallies.OrderBy(static tally => tally.Site.Path, StringComparer.Ordinal).ThenBy(static tally => tally.Site.Line)
            .ThenBy(static tally => tally.Site.Member, StringComparer.Ordinal).ToList();
        var met = ordered.Where(static tally => tally.Site.Member.Length > 0).Sum(static tally => tally.Opened);
        var created = SeRedisInternals.Created;
        return new WatchReport
        {
            ProcessId = Environment.ProcessId,
            Program = s_program,
            Started = ConnectionWatch.Started,
            Written = DateTimeOffset.UtcNow,
            Ending = ending,
            LibraryVersion = s_libraryVersion,
            NotTold = [.. SeRedisInternals.Missing, .. Failure.Reason is { } reason ? [$"the watch is off: {reason}"] : (string[])[]],
            Created = created,
            Disposed = SeRedisInternals.Disposed,
            CollectedWithoutDispose = SeRedisInternals.CollectedWithoutDispose,
            Unseen = created is null ? null : (int)Math.Max(0, created.Value - met - ConnectionWatch.Fruitless),
            Sites = ordered.ConvertAll(tally => SiteOf(tally, end)),
            Several = SeveralOf(ordered, end),
        };
    }

    private static SiteReport SiteOf(SiteTally tally, OpenAtTheEnd? end)
    {
        var site = tally.Site;
        var lost = tally.Open.Count(connection => end?.IsLost(connection) == true);
        var dropped = tally.Open.Count(connection => end?.IsDropped(connection) == true);
        return new SiteReport
        {
            Member = site.Member,
            Call = site.Call,
            Via = site.Via,
            Path = site.Path,
            Line = site.Line,
            Column = site.Column,
            Assembly = site.Assembly?.Name,
            Mvid = site.Assembly?.Mvid,
            Commit = site.Assembly?.Commit,
            Opened = tally.Opened,
            Closed = tally.Closed,
            Leaked = tally.Leaked + lost,
            Dropped = dropped,
            Held = tally.Open.Count - lost - dropped,
            ChurnPerMinute = tally.Churn?.Closings ?? 0,
            ChurnMedianSeconds = Math.Round(tally.Churn?.MedianLife.TotalSeconds ?? 0, 3),
            Open = end is null ? OpenOf(tally) : null,
            Servers = [.. tally.Open.Select(static connection => connection.Server).Distinct().Order(StringComparer.Ordinal)],
            ClosedBy =
            [
                .. tally.ClosedBy.OrderByDescending(static closing => closing.Value)
                    .Select(static closing => new ClosingReport(closing.Key.Member, closing.Key.Path, closing.Key.Line, closing.Value)),
            ],
        };
    }

    private static List<OpenReport> OpenOf(SiteTally tally) =>
    [
        .. tally.Open.GroupBy(static connection => connection.Server).OrderBy(static server => server.Key, StringComparer.Ordinal)
            .Select(static server =>
            {
                var alive = server.Select(static connection => connection.TryGet(out var multiplexer) ? multiplexer : null).OfType<ConnectionMultiplexer>().ToList();
                var sockets = alive.ConvertAll(Bridges.OpenSockets);
                return new OpenReport
                {
                    Server = server.Key,
                    Connections = server.Count(),
                    Sockets = sockets.Contains(null) ? null : sockets.Sum(),
                    Operations = alive.Sum(static multiplexer => multiplexer.OperationCount),
                    OldestSeconds = server.Min(static connection => connection.Opened) is { } opened
                        ? Math.Round((DateTimeOffset.UtcNow - opened).TotalSeconds, 1)
                        : null,
                };
            }),
    ];

    private static List<SharedServer> SeveralOf(List<SiteTally> tallies, OpenAtTheEnd? end) =>
    [
        .. tallies.SelectMany((tally, index) => tally.Open
                .Where(connection => end is null || !(end.IsLost(connection) || end.IsDropped(connection)))
                .Select(connection => (connection.Server, Index: index)))
            .GroupBy(static open => open.Server)
            .Where(static server => server.Count() > 1)
            .OrderBy(static server => server.Key, StringComparer.Ordinal)
            .Select(static server => new SharedServer(server.Key, server.Count(), [.. server.Select(static open => open.Index).Distinct()])),
    ];
}
