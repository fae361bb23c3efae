using System.Globalization;
using RedisGuard.Watch.Reports;

namespace RedisGuard.Cli.Watching.Reporting;

/// <summary>Says while a program runs what it has lost: whole lines on the error stream, between the program's own.</summary>
internal sealed class LiveNews(TextWriter error)
{
    // Once for the first of a line, then for ten times as many.
    private const int Escalation = 10;

    private readonly Dictionary<string, long> _next = [];

    public void Tell(IReadOnlyList<WatchReport> reports)
    {
        foreach (var site in reports.SelectMany(static report => report.Sites).Where(static site => site.Leaked > 0))
        {
            var name = SiteText.Of(site);
            if (site.Leaked < _next.GetValueOrDefault(name, 1))
            {
                continue;
            }

            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"redisguard: {name} has lost {SiteText.Count(site.Leaked, "connection")} without closing"));
            _next[name] = site.Leaked * Escalation;
        }
    }
}
