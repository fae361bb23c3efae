using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RedisGuard.Cli.Attaching.Processes;
using RedisGuard.Cli.Reporting;

namespace RedisGuard.Cli.Attaching.Output;

/// <summary>Processes and their state as JSON objects, for scripts. Members are added, never renamed or removed.</summary>
internal static class AttachJson
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly JsonSerializerOptions Line = new(Indented) { WriteIndented = false };

    public static void Write(IReadOnlyList<RunningProcess> processes, TextWriter output) => output.WriteLine(JsonSerializer.Serialize(
        new { Version = 1, Tool = ToolIdentity.Name, ToolVersion = ToolIdentity.Version, Processes = processes.Select(Of) }, Indented));

    /// <param name="state">The state.</param>
    /// <param name="isOneOfMany">Whether it is one line, as each of several has to be.</param>
    /// <param name="output">Where to.</param>
    public static void Write(AttachedState state, bool isOneOfMany, TextWriter output) => output.WriteLine(JsonSerializer.Serialize(
        new
        {
            Version = 1,
            Tool = ToolIdentity.Name,
            ToolVersion = ToolIdentity.Version,
            Process = Of(state.Process),
            // Null: not told.
            Multiplexers = state.Watch?.Sites.Sum(static site => site.Open?.Sum(static open => open.Connections) ?? 0),
            Sockets = state.Watch?.Sites.SelectMany(static site => site.Open ?? []).Aggregate((int?)0, static (sum, open) => sum + open.Sockets),
            state.Pools,
            state.Watch,
        },
        isOneOfMany ? Line : Indented));

    private static object Of(RunningProcess process) => new { process.Id, process.Name, process.Library, process.HasPool, HasWatch = process.WatchFile is not null };
}
