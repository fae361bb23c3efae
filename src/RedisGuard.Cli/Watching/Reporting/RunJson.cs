using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RedisGuard.Cli.Reporting;

namespace RedisGuard.Cli.Watching.Reporting;

/// <summary>Writes what a run showed as one JSON object, for scripts. Members are added, never renamed or removed.</summary>
internal static class RunJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static void Write(WatchedOutcome outcome, RunVerdict verdict, TextWriter writer) => writer.WriteLine(JsonSerializer.Serialize(
        new
        {
            Version = 1,
            Tool = ToolIdentity.Name,
            ToolVersion = ToolIdentity.Version,
            outcome.ExitCode,
            Watched = outcome.Entered > 0 && outcome.Blind.Count == 0,
            outcome.Blind,
            verdict.Leaks,
            verdict.Churn,
            Several = verdict.Several.Select(static several => new
            {
                several.Server.Server,
                several.Server.Connections,
                Sites = several.Server.Sites.Select(index => several.Process.Sites[index]),
            }),
            Processes = outcome.Reports,
        },
        Options));
}
