using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis.Text;
using RedisGuard.Analyzers.Records;

namespace RedisGuard.Analyzers.Baselines;

/// <summary>Reads redisguard.baseline.json. What it doesn't understand, it leaves out.</summary>
internal static class BaselineFile
{
    public const string Name = "redisguard.baseline.json";

    public const int Version = 1;

    // What a compiler may spend on it; a code base with more findings has other worries.
    private const int LongestText = 16 << 20;

    /// <summary>Reads the entries of a text that the compiler has.</summary>
    public static ImmutableArray<BaselineEntry> Read(SourceText text) => text.Length > LongestText ? default : Read(text.ToString());

    /// <summary>Reads the entries.</summary>
    /// <returns>Default when the text is no baseline of a version that is known here.</returns>
    public static ImmutableArray<BaselineEntry> Read(string text)
    {
        if (Json.Parse(text) is not Dictionary<string, object?> file
            || !(file.TryGetValue("version", out object? version) && version is (double)Version)
            || !(file.TryGetValue("findings", out object? findings) && findings is List<object?> entries))
        {
            return default;
        }

        return entries.OfType<Dictionary<string, object?>>().Select(Entry).OfType<BaselineEntry>().ToImmutableArray();
    }

    private static BaselineEntry? Entry(Dictionary<string, object?> entry)
    {
        string? rule = Text(entry, "rule");
        string? path = Text(entry, "path");
        string? member = Text(entry, "member");
        string? code = Text(entry, "code");
        int nth = entry.TryGetValue("nth", out object? value) && value is double number && number is >= 1 and <= int.MaxValue ? (int)number : 1;
        return rule is null || path is null || member is null || code is null ? null : new BaselineEntry(rule, path, member, code, nth, Text(entry, "text"));
    }

    private static string? Text(Dictionary<string, object?> entry, string name) => entry.TryGetValue(name, out object? value) ? value as string : null;
}
