namespace RedisGuard.Watch.LeakReports;

/// <summary>Makes one report of many: of each call one entry, in an order that doesn't change between runs.</summary>
internal static class LeakReportMerge
{
    // The reader is a compiler: it must stay small.
    private const int Most = 5_000;

    public static LeakReport Of(IEnumerable<LeakReport> reports) => new()
    {
        Leaks =
        [
            .. reports.SelectMany(static report => report.Leaks)
                // The source may have been looked at for one of them only: text and number are no part of the key where they aren't known.
                .GroupBy(static leak => (leak.Kind, leak.Verdict, leak.Member, leak.Call, leak.Path))
                .SelectMany(static leaks => Divide([.. leaks]))
                .OrderByDescending(static leak => leak.Count)
                .Take(Most)
                .OrderBy(static leak => leak.Path, StringComparer.Ordinal)
                .ThenBy(static leak => leak.Member, StringComparer.Ordinal)
                .ThenBy(static leak => leak.Call, StringComparer.Ordinal)
                .ThenBy(static leak => leak.Nth)
                .ThenBy(static leak => leak.Line)
                .ThenBy(static leak => leak.Kind, StringComparer.Ordinal)
                .ThenBy(static leak => leak.Verdict, StringComparer.Ordinal),
        ],
    };

    /// <summary>Rounds down to 1, 2 or 5 times a power of ten.</summary>
    public static long Rounded(long count)
    {
        if (count <= 0)
        {
            return 0;
        }

        long power = 1;
        while (power <= count / 10)
        {
            power *= 10;
        }

        return power * (count / power) switch { >= 5 => 5, >= 2 => 2, _ => 1 };
    }

    // Several equal calls in one member stay apart: by their number, or by their line where that isn't known.
    private static IEnumerable<LeakEntry> Divide(List<LeakEntry> leaks) => leaks
        .GroupBy(leak => leak.Nth > 0 ? leak.Nth : leaks.Find(other => other.Nth > 0 && other.Line == leak.Line)?.Nth ?? -leak.Line)
        .Select(static same => Join([.. same]));

    private static LeakEntry Join(List<LeakEntry> same)
    {
        // The one that was seen last knows best where the call is now.
        var last = same.OrderBy(static leak => leak.LastSeen).ThenBy(static leak => leak.Nth).Last();
        return last with
        {
            Text = last.Text ?? same.Find(static leak => leak.Text is not null)?.Text,
            Count = Rounded(same.Sum(static leak => leak.Count)),
            Processes = (int)Rounded(same.Sum(static leak => leak.Processes)),
            FirstSeen = same.Min(static leak => leak.FirstSeen),
            LastSeen = same.Max(static leak => leak.LastSeen),
            Builds = [.. same.SelectMany(static leak => leak.Builds).Distinct().Order(StringComparer.Ordinal)],
        };
    }
}
