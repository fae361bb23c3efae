using RedisGuard.Watch.Reports;

namespace RedisGuard.Cli.Watching;

/// <summary>Names what is wrong with the connections of a run.</summary>
internal sealed class RunVerdict(WatchedOutcome outcome)
{
    /// <summary>Lines that lost connections, the worst first.</summary>
    public IReadOnlyList<SiteReport> Leaks { get; } =
        [.. outcome.Sites.Where(static site => site.Leaked > 0).OrderByDescending(static site => site.Leaked)];

    /// <summary>Lines that open and close connections all the time, the busiest first.</summary>
    public IReadOnlyList<SiteReport> Churn { get; } =
        [.. outcome.Sites.Where(static site => site.ChurnPerMinute > 0).OrderByDescending(static site => site.ChurnPerMinute)];

    /// <summary>Servers that a process had several connections to at its end.</summary>
    public IReadOnlyList<(WatchReport Process, SharedServer Server)> Several { get; } =
        [.. outcome.Reports.SelectMany(static report => report.Several.Select(server => (report, server)))];

    public bool Fails(IReadOnlyCollection<RunFailure> failOn) =>
        (failOn.Contains(RunFailure.Leak) && Leaks.Count > 0)
        || (failOn.Contains(RunFailure.Churn) && Churn.Count > 0)
        || (failOn.Contains(RunFailure.Several) && Several.Count > 0);
}
