using RedisGuard.Watch.Reports;

namespace RedisGuard.Cli.Watching;

/// <summary>What came of a run under the watch.</summary>
/// <param name="ExitCode">The program's own; 128 and the signal when a signal ended it.</param>
/// <param name="Reports">One for each process that loaded StackExchange.Redis.</param>
/// <param name="Entered">The processes that the watch was let into, the SDK's own among them.</param>
internal sealed record WatchedOutcome(int ExitCode, IReadOnlyList<WatchReport> Reports, int Entered)
{
    /// <summary>The lines that opened connections in any of the processes.</summary>
    public IEnumerable<SiteReport> Sites => Reports.SelectMany(static report => report.Sites);
}
