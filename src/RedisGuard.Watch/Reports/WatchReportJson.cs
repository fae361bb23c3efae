using System.Text.Json;
using System.Text.Json.Serialization;

namespace RedisGuard.Watch.Reports;

/// <summary>The report as the process writes it and the tool reads it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WatchReport))]
internal sealed partial class WatchReportJson : JsonSerializerContext
{
    /// <summary>Writes it whole or not at all: a reader never sees half of it.</summary>
    public static void Write(WatchReport report, string file)
    {
        var unfinished = file + ".part";
        File.WriteAllBytes(unfinished, JsonSerializer.SerializeToUtf8Bytes(report, Default.WatchReport));
        File.Move(unfinished, file, overwrite: true);
    }

    /// <returns><see langword="null"/> when it isn't a report.</returns>
    public static WatchReport? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), Default.WatchReport);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
