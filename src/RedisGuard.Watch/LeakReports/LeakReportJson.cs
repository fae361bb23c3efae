using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RedisGuard.Watch.LeakReports;

/// <summary>Reads and writes <c>redisguard.leaks.json</c>.</summary>
[JsonSerializable(typeof(LeakReport), TypeInfoPropertyName = "Report")]
internal sealed partial class LeakReportJson : JsonSerializerContext
{
    private static readonly Lazy<LeakReportJson> s_context = new(static () => new LeakReportJson(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        // Names of generic members stay readable; nobody puts this into a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    }));

    /// <summary>Writes it whole or not at all.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(LeakReport report, string file)
    {
        var unfinished = FormattableString.Invariant($"{file}.{Environment.ProcessId}.part");
        // The same bytes on every system: this file is committed.
        File.WriteAllText(unfinished, JsonSerializer.Serialize(report, s_context.Value.Report).ReplaceLineEndings("\n") + "\n");
        File.Move(unfinished, file, overwrite: true);
    }

    /// <exception cref="JsonException">It isn't such a file, or a newer one.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static LeakReport Read(string file)
    {
        var report = JsonSerializer.Deserialize(File.ReadAllText(file), s_context.Value.Report);
        return report is { Version: > 0 and <= LeakReport.CurrentVersion } ? report : throw new JsonException("not a leak report of a known version");
    }
}
