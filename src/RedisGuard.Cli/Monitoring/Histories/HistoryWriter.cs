using System.Text.Json;
using RedisGuard.Cli.Monitoring.Formats;
using RedisGuard.Cli.Servers;

namespace RedisGuard.Cli.Monitoring.Histories;

/// <summary>Writes each round of looks as a line of JSON, as a server told it: a replay may group and filter differently.</summary>
internal sealed class HistoryWriter(string file) : IDisposable
{
    private readonly StreamWriter _writer = new(file, append: true) { AutoFlush = true };

    public void Write(IReadOnlyList<ServerLook> looks) =>
        _writer.WriteLine(JsonSerializer.Serialize(looks, MonitorJson.Default.IReadOnlyListServerLook));

    public void Dispose() => _writer.Dispose();
}
