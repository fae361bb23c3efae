using RedisGuard.Cli.Monitoring.Formats;

namespace RedisGuard.Cli.Monitoring;

/// <summary>Writes each snapshot to a stream.</summary>
internal sealed class StreamView(ISnapshotFormat format, TextWriter output) : IMonitorView
{
    public void Show(MonitorSnapshot snapshot)
    {
        format.Write(snapshot, output);
        output.Flush();
    }

    public void Dispose()
    {
    }
}
