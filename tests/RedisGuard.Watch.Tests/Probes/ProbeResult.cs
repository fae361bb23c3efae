using RedisGuard.Watch.Reports;

namespace RedisGuard.Watch.Tests.Probes;

/// <summary>End of a probe, and what the watch saw of it.</summary>
internal sealed record ProbeResult(int ExitCode, string Error, IReadOnlyList<WatchReport> Reports)
{
    public WatchReport Report => Assert.Single(Reports);

    public SiteReport Site => Assert.Single(Report.Sites);
}
