using System.Text.Json;
using RedisGuard.Cli.Commands;
using RedisGuard.Watch.LeakReports;
using RedisGuard.Watch.Reports;

namespace RedisGuard.Cli.Reports;

/// <summary>A <c>redisguard.leaks.json</c> on disk, and what is added to it.</summary>
internal static class LeakFile
{
    /// <summary>Reads a leak report, or what the watch of one process wrote.</summary>
    /// <exception cref="CannotRunException">It is neither.</exception>
    public static LeakReport Read(string file, string root)
    {
        try
        {
            return LeakReportJson.Read(file) is { Leaks.Count: > 0 } report ? report
                : WatchReportJson.Read(file) is { Sites.Count: > 0 } watched ? LeakReportOf.Process(watched, root)
                : new LeakReport();
        }
        catch (JsonException e)
        {
            throw new CannotRunException($"{file}: {e.Message}", e);
        }
    }

    /// <summary>Adds to a file what others saw, with what the source beside it tells.</summary>
    /// <returns>How many entries it has now.</returns>
    public static int Add(string file, IEnumerable<LeakReport> reports, string root)
    {
        // Two programs that are run at once may add to the same file.
        using var turn = new FileTurn(file);
        var known = File.Exists(file) ? Read(file, root) : new LeakReport();
        var source = new SourceLookup(root);
        var merged = LeakReportMerge.Of(reports.Prepend(known).Select(report => report with { Leaks = [.. report.Leaks.Select(source.Complete)] }));
        LeakReportJson.Write(merged, file);
        return merged.Leaks.Count;
    }
}
