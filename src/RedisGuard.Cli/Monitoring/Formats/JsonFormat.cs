using System.Text.Json;

namespace RedisGuard.Cli.Monitoring.Formats;

/// <summary>A snapshot as JSON: one document to read, or one line a look.</summary>
internal sealed class JsonFormat(bool isLines) : ISnapshotFormat
{
    private static readonly MonitorJson Indented = new(new JsonSerializerOptions(MonitorJson.Default.Options) { WriteIndented = true });

    public bool Replaces => !isLines;

    public void Write(MonitorSnapshot snapshot, TextWriter output) =>
        output.WriteLine(JsonSerializer.Serialize(snapshot, (isLines ? MonitorJson.Default : Indented).MonitorSnapshot));
}
