using RedisGuard.Watch.Reports;

namespace RedisGuard.Watch.LeakReports;

/// <summary>Takes from what a watch saw what belongs into a leak report: the calls, not the servers.</summary>
internal static class LeakReportOf
{
    /// <param name="report">Of one process.</param>
    /// <param name="root">The folder that paths are told from; <see langword="null"/> when it isn't known.</param>
    public static LeakReport Process(WatchReport report, string? root = null) => new()
    {
        Leaks = [.. report.Sites.Where(static site => site.Member.Length > 0).SelectMany(site => Entries(site, DateOnly.FromDateTime(report.Written.UtcDateTime), root))],
    };

    private static IEnumerable<LeakEntry> Entries(SiteReport site, DateOnly day, string? root)
    {
        if (site.Leaked > 0)
        {
            yield return Entry(site, day, root, "leaked", site.Leaked);
        }

        if (site.ChurnPerMinute > 0)
        {
            yield return Entry(site, day, root, "churn", site.Closed);
        }
    }

    private static LeakEntry Entry(SiteReport site, DateOnly day, string? root, string verdict, long count) => new()
    {
        Kind = "connection",
        Verdict = verdict,
        Member = site.Member,
        Call = site.Call,
        Path = site.Path is null ? null : SourcePath.Told(site.Path, root),
        Line = site.Line,
        Count = LeakReportMerge.Rounded(count),
        FirstSeen = day,
        LastSeen = day,
        Builds = BuildOf(site) is { } build ? [build] : [],
    };

    private static string? BuildOf(SiteReport site) => site.Assembly is null ? null
        : site.Commit is { Length: > 0 } commit ? $"{site.Assembly}@{commit[..Math.Min(commit.Length, 12)]}"
        : $"{site.Assembly}#{site.Mvid.GetValueOrDefault().ToString("N")[..12]}";
}
