using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace RedisGuard.Analyzers.Records;

/// <summary>Reads redisguard.leaks.json. What it doesn't understand, it leaves out.</summary>
internal static class LeakFile
{
    public const string Name = "redisguard.leaks.json";

    // More than anybody reviews, and what a compiler may spend on it.
    private const int LongestText = 1 << 20;
    private const int MostEntries = 5_000;

    private static readonly TimeSpan s_staleAfter = TimeSpan.FromDays(30);

    /// <summary>The compiler keeps what it gave as long as the text is the same: an editor asks at every key.</summary>
    public static SourceTextValueProvider<ImmutableArray<RecordedLeak>> Reader { get; } = new(Read);

    public static ImmutableArray<RecordedLeak> Read(SourceText text)
    {
        if (text.Length > LongestText
            || Json.Parse(text.ToString()) is not Dictionary<string, object?> file
            || !(file.TryGetValue("version", out object? version) && version is 1.0)
            || !(file.TryGetValue("leaks", out object? leaks) && leaks is List<object?> entries))
        {
            return ImmutableArray<RecordedLeak>.Empty;
        }

        var read = entries.Take(MostEntries).OfType<Dictionary<string, object?>>().Select(Entry).OfType<RecordedLeak>().ToImmutableArray();
        if (read.IsEmpty)
        {
            return read;
        }

        // Against the newest entry, not against today: the same files give the same build tomorrow.
        DateTime newest = read.Max(leak => leak.LastSeen);
        return read.Select(leak => leak with { IsStale = newest - leak.LastSeen > s_staleAfter }).ToImmutableArray();
    }

    private static RecordedLeak? Entry(Dictionary<string, object?> entry)
    {
        string? member = Text(entry, "member");
        string? call = Text(entry, "call");
        if (string.IsNullOrEmpty(member) || string.IsNullOrEmpty(call))
        {
            return null;
        }

        _ = DateTime.TryParseExact(Text(entry, "lastSeen"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime lastSeen);
        return new RecordedLeak(
            Text(entry, "verdict") ?? "leaked",
            member!,
            call!,
            (int)Number(entry, "nth"),
            Text(entry, "text"),
            Text(entry, "path"),
            (int)Number(entry, "line"),
            Math.Max(1, (long)Number(entry, "count")),
            Math.Max(1, (long)Number(entry, "processes")),
            lastSeen,
            entry.TryGetValue("builds", out object? builds) && builds is List<object?> list ? list.OfType<string>().ToImmutableArray() : ImmutableArray<string>.Empty);
    }

    private static string? Text(Dictionary<string, object?> entry, string name) => entry.TryGetValue(name, out object? value) ? value as string : null;

    private static double Number(Dictionary<string, object?> entry, string name)
        => entry.TryGetValue(name, out object? value) && value is double number && number is >= 0 and <= int.MaxValue ? number : 0;
}
