using RedisGuard.Watch.Reports;

namespace RedisGuard.Cli.Watching;

/// <summary>Outcome of a run under the watch.</summary>
/// <param name="ExitCode">The program's own; 128 and the signal when a signal ended it.</param>
/// <param name="Reports">One for each process that loaded StackExchange.Redis.</param>
/// <param name="Entered">How many processes the watch was let into.</param>
/// <param name="Blind">What it could not see there, with the program's name: it had to give up, or the library was out of its reach.</param>
internal sealed record WatchedOutcome(int ExitCode, IReadOnlyList<WatchReport> Reports, int Entered, IReadOnlyList<string> Blind)
{
    /// <summary>The lines that opened connections in any of the processes.</summary>
    public IEnumerable<SiteReport> Sites => Reports.SelectMany(static report => report.Sites);
}
