using System.Globalization;
using RedisGuard.Cli.Watching;
using RedisGuard.Cli.Watching.Reporting;
using RedisGuard.Watch.Reports;

namespace RedisGuard.Cli.LeakTest;

/// <summary>Runs a .NET program under the watch, which knows each multiplexer and the line that opened it.</summary>
internal sealed class ExactMethod(IReadOnlyList<string> command, int cycles)
{
    /// <summary>The exit code of the program's last run.</summary>
    public int ExitCode { get; private set; }

    /// <summary>Null where the watch was not let in, or saw nothing: another method must do.</summary>
    public async Task<LeakFinding?> RunAsync(CancellationToken cancellation)
    {
        List<WatchedOutcome> outcomes = [];
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            var outcome = await WatchedProgram.RunAsync(new WatchedRun { Command = command, CollectEvery = TimeSpan.FromSeconds(1) }, null, cancellation).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            outcomes.Add(outcome);
            ExitCode = outcome.ExitCode;
            if (outcome.Entered == 0 && outcome.Reports.Count == 0)
            {
                return null;
            }
        }

        return Judge(outcomes);
    }

    /// <summary>A leak is what each run lost: collected, and nobody had closed it.</summary>
    public static LeakFinding Judge(IReadOnlyList<WatchedOutcome> outcomes)
    {
        var versions = string.Join(", ", outcomes.SelectMany(static outcome => outcome.Reports).Select(static report => report.LibraryVersion).Distinct(StringComparer.Ordinal));
        var method = $"exact (the watch inside the process{(versions.Length > 0 ? $", StackExchange.Redis {versions}" : string.Empty)})";
        if (outcomes.All(static outcome => outcome.Reports.Count == 0))
        {
            return new LeakFinding(method, LeakOutcome.Inconclusive, [], outcomes.SelectMany(static outcome => outcome.Blind).FirstOrDefault() ?? "no process loaded StackExchange.Redis");
        }

        if (outcomes.SelectMany(static outcome => outcome.Reports).FirstOrDefault(static report => report.NotTold.Any(static reason => reason.StartsWith("the watch is off", StringComparison.Ordinal))) is { } off)
        {
            return new LeakFinding(method, LeakOutcome.Inconclusive, [], $"{off.Program}: {off.NotTold[0]}");
        }

        List<string> lines = [" cycle  opened  closed  lost  held at the end"];
        for (var cycle = 0; cycle < outcomes.Count; cycle++)
        {
            var sites = outcomes[cycle].Sites.ToList();
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $" {cycle + 1,5}  {sites.Sum(static site => site.Opened),6}  {sites.Sum(static site => site.Closed),6}  {sites.Sum(static site => site.Leaked),4}  {sites.Sum(static site => site.Held + site.Dropped),15}"));
        }

        var leaks = outcomes.SelectMany(static outcome => outcome.Sites).GroupBy(SiteText.Of, StringComparer.Ordinal)
            .Select(static group => (Site: group.Key, Opened: group.Sum(static site => site.Opened), Closed: group.Sum(static site => site.Closed), Leaked: group.Sum(static site => site.Leaked)))
            .Where(static leak => leak.Leaked > 0).OrderByDescending(static leak => leak.Leaked).ToList();
        lines.AddRange(leaks.Select(leak => string.Create(
            CultureInfo.InvariantCulture, $" LEAK  {leak.Site}  opened {leak.Opened}, closed {leak.Closed}, collected without dispose {leak.Leaked}")));
        var failed = outcomes.FirstOrDefault(static outcome => outcome.ExitCode != 0);
        if (leaks.Count > 0)
        {
            return new LeakFinding(method, LeakOutcome.Leak, lines, string.Create(CultureInfo.InvariantCulture, $"{leaks.Count} {(leaks.Count == 1 ? "line loses" : "lines lose")} connections"));
        }

        return failed is null
            ? new LeakFinding(method, LeakOutcome.Clean, lines, "every connection was closed, or held until the end")
            : new LeakFinding(method, LeakOutcome.Inconclusive, lines, string.Create(CultureInfo.InvariantCulture, $"the workload ended with exit code {failed.ExitCode}"));
    }
}
