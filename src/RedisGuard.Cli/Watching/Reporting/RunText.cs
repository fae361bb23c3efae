using System.Globalization;
using RedisGuard.Watch.Reports;
using Spectre.Console;

namespace RedisGuard.Cli.Watching.Reporting;

/// <summary>Tells a person what a run showed: the leaks first, then what only costs, then what wasn't told.</summary>
internal sealed class RunText(IAnsiConsole console)
{
    private static readonly Style Bad = new(Color.Red);
    private static readonly Style Poor = new(Color.Yellow);
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    /// <param name="outcome">The run.</param>
    /// <param name="verdict">What is wrong.</param>
    /// <param name="verbose">Also list what is right.</param>
    public void Write(WatchedOutcome outcome, RunVerdict verdict, bool verbose)
    {
        console.WriteLine(Summary(outcome), Style.Plain);
        WriteFound(verdict);
        if (verbose)
        {
            Rest(outcome);
        }

        NotTold(outcome);
    }

    /// <summary>Lists the faults, a line each.</summary>
    public void WriteFound(RunVerdict verdict)
    {
        foreach (var site in verdict.Leaks)
        {
            Line("LEAK", Bad, SiteText.Of(site), string.Create(CultureInfo.InvariantCulture, $"opened {site.Opened}, closed {site.Closed}, lost without being closed {site.Leaked}"));
        }

        foreach (var site in verdict.Churn)
        {
            Line("CHURN", Poor, SiteText.Of(site), string.Create(CultureInfo.InvariantCulture, $"{site.ChurnPerMinute} opened and closed in a minute, median life {site.ChurnMedianSeconds:0.###} s"));
        }

        foreach (var (process, server) in verdict.Several)
        {
            Line("SEVERAL", Poor, server.Server, $"{SiteText.Count(server.Connections, "connection")}, one is enough: {string.Join("; ", server.Sites.Select(index => SiteText.Of(process.Sites[index])))}");
        }
    }

    /// <summary>The run in one line.</summary>
    public static string Summary(WatchedOutcome outcome)
    {
        var opened = outcome.Sites.Sum(static site => site.Opened);
        if (outcome.Blind.Count > 0 && opened == 0)
        {
            return "redisguard: nothing was seen.";
        }

        if (outcome.Reports.Count == 0)
        {
            return outcome.Entered == 0 ? "redisguard: the watch was not let in. A program that was trimmed or compiled ahead of time, or isn't .NET, has no startup hooks."
                : "redisguard: no process loaded StackExchange.Redis.";
        }

        var versions = string.Join(", ", outcome.Reports.Select(static report => report.LibraryVersion).Distinct());
        var found = outcome.Sites.Sum(static site => site.Leaked) is var leaked and > 0
            ? SiteText.Count(leaked, "leak")
            : "no leak";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"redisguard: {found}. {SiteText.Count(opened, "connection")} opened, {outcome.Sites.Sum(static site => site.Closed)} closed in {(outcome.Reports.Count == 1 ? "1 process" : $"{outcome.Reports.Count} processes")}, StackExchange.Redis {versions}.");
    }

    private void Rest(WatchedOutcome outcome)
    {
        foreach (var site in outcome.Sites.Where(static site => site.Leaked == 0))
        {
            Line("SEEN", Dim, SiteText.Of(site), string.Create(CultureInfo.InvariantCulture, $"opened {site.Opened}, closed {site.Closed}, held {site.Held}, dropped by the end {site.Dropped}"));
            foreach (var closing in site.ClosedBy)
            {
                Line("", Dim, $"closed {closing.Count.ToString(CultureInfo.InvariantCulture)} by", SiteText.Of(closing));
            }
        }
    }

    private void NotTold(WatchedOutcome outcome)
    {
        foreach (var blind in outcome.Blind)
        {
            Line("OFF", Bad, blind, "");
        }

        foreach (var report in outcome.Reports)
        {
            if (report.Unseen > 0)
            {
                Line("UNSEEN", Dim, report.Program, $"{SiteText.Count(report.Unseen.Value, "connection")} opened past the watch");
            }

            if (report.Ending == ProcessEnding.Running)
            {
                Line("CUT", Dim, report.Program, "ended without a word (kill -9, FailFast): seen up to five seconds before");
            }
        }
    }

    // Text, not markup: names of generic members are full of brackets.
    private void Line(string word, Style style, string place, string rest)
    {
        console.Write($"{word,-8}", style);
        console.WriteLine($" {place}  {rest}", Style.Plain);
    }
}
