using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using RedisGuard.Analyzers.Baselines;
using RedisGuard.Cli.Commands;
using RedisGuard.Cli.Reports;

namespace RedisGuard.Cli.Baselines;

/// <summary>A baseline on disk: one finding a line, sorted, without counts, line numbers and dates, so that merges are easy.</summary>
internal static class BaselineStore
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        // Members such as <top-level> stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The baseline that holds for a folder: in it, or above it up to the root of the repository; else null.</summary>
    public static string? Find(string folder)
    {
        var root = RepositoryRoot.Of(folder);
        for (var at = new DirectoryInfo(Path.GetFullPath(folder)); at is not null; at = at.Parent)
        {
            var file = Path.Combine(at.FullName, BaselineFile.Name);
            if (File.Exists(file))
            {
                return file;
            }

            if (at.FullName == root)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>The place for a first baseline: the root of the repository, where builds find it.</summary>
    public static string Place(string folder) => Path.Combine(RepositoryRoot.Of(folder), BaselineFile.Name);

    /// <summary>Reads a baseline.</summary>
    /// <exception cref="CannotRunException">It is none.</exception>
    public static ImmutableArray<BaselineEntry> Read(string file)
    {
        var entries = BaselineFile.Read(File.ReadAllText(file));
        return entries.IsDefault ? throw new CannotRunException($"{file} is not a baseline of version {BaselineFile.Version}") : entries;
    }

    /// <summary>Writes a baseline, whole or not at all.</summary>
    public static void Write(string file, IEnumerable<BaselineEntry> entries)
    {
        var lines = entries
            .DistinctBy(static entry => entry.Key)
            .OrderBy(static entry => entry.Path, StringComparer.Ordinal)
            .ThenBy(static entry => entry.Member, StringComparer.Ordinal)
            .ThenBy(static entry => entry.Rule, StringComparer.Ordinal)
            .ThenBy(static entry => entry.Code, StringComparer.Ordinal)
            .ThenBy(static entry => entry.Nth)
            .Select(static entry => "    " + JsonSerializer.Serialize(new { entry.Rule, entry.Path, entry.Member, entry.Code, entry.Nth, entry.Text }, Options));
        var text = $"{{\n  \"version\": {BaselineFile.Version},\n  \"findings\": [{string.Concat(lines.Select(static (line, index) => (index == 0 ? "\n" : ",\n") + line))}\n  ]\n}}\n";
        var beside = file + ".new";
        File.WriteAllText(beside, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(beside, file, overwrite: true);
    }
}
