using System.Globalization;
using RedisGuard.Pool.Leaks;
using RedisGuard.Pool.Telemetry;
using RedisGuard.Watch;
using RedisGuard.Watch.Arming;
using RedisGuard.Watch.Connections;
using RedisGuard.Watch.Endings;
using RedisGuard.Watch.LeakReports;
using RedisGuard.Watch.Reports;

namespace RedisGuard.Pool.Watching;

/// <summary>
/// Logs, and writes for the analyzers, which lines of the process lose connections past the pool: <see cref="RedisPoolOptions.WatchProcess"/>.
/// One for the process; the first pool that asks for it starts it, and it stays.
/// </summary>
internal static class ProcessWatch
{
    // A leak is no emergency: as often as the health of a connection is looked at.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    private static readonly object s_gate = new();
    private static readonly Dictionary<string, long> s_told = new(StringComparer.Ordinal);
    private static readonly HashSet<string> s_files = new(StringComparer.Ordinal);
    private static Timer? s_timer;

    /// <param name="leakReportPath">Where the report goes too; <see langword="null"/> for nowhere.</param>
    public static void Start(string? leakReportPath)
    {
        // Where it can't see it has said so on standard error.
        if (!RedisGuardWatch.Start())
        {
            return;
        }

        lock (s_gate)
        {
            if (!string.IsNullOrWhiteSpace(leakReportPath))
            {
                s_files.Add(LeakReportFolder.FileOfProcess(leakReportPath, "watch"));
            }

            if (s_timer is null)
            {
                s_timer = new Timer(static _ => Look(), null, Every, Every);
                AppDomain.CurrentDomain.ProcessExit += static (_, _) => Look();
            }
        }
    }

    /// <summary>Tells what was lost since the last look. Throws nothing.</summary>
    public static void Look()
    {
        if (ConnectionWatch.Seen is not { } seen || Failure.IsOff)
        {
            return;
        }

        try
        {
            // What the pool lost, it tells itself.
            var report = ReportBuilder.Build(seen, ProcessEnding.Running, static tally => tally.Site.OpenerAssembly != "RedisGuard.Pool");
            var isNew = false;
            var told = new List<SiteReport>();
            lock (s_gate)
            {
                foreach (var site in report.Sites.Where(static site => site.Leaked > 0))
                {
                    var place = string.Create(CultureInfo.InvariantCulture, $"{site.Path}:{site.Line} {site.Member} {site.Call}");
                    var before = s_told.GetValueOrDefault(place);
                    s_told[place] = site.Leaked;
                    isNew |= site.Leaked > before;
                    if (Magnitude(site.Leaked) > Magnitude(before))
                    {
                        told.Add(site);
                    }
                }

                if (isNew)
                {
                    foreach (var file in s_files)
                    {
                        Write(LeakReportOf.Process(report), file);
                    }
                }
            }

            // Outside the lock: the log is somebody else's, and may make a pool.
            foreach (var site in told)
            {
                PoolLog.ConnectionLeaked(PoolLogger.OfProcess, site.Path ?? "", site.Line, site.Member, site.Leaked);
            }
        }
#pragma warning disable CA1031 // The program goes on, watched or not.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failure.Disarm(e);
        }
    }

    private static void Write(LeakReport report, string file)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            LeakReportJson.Write(LeakReportMerge.Of([report]), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // The warning in the log has said it already.
        }
    }

    // 1, 10, 100: as often as the pool tells of a line's leases.
    private static int Magnitude(long count) => count == 0 ? 0 : 1 + (int)Math.Log10(count);
}
