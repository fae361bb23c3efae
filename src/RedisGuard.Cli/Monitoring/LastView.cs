using RedisGuard.Cli.Monitoring.Formats;

namespace RedisGuard.Cli.Monitoring;

/// <summary>Writes the last snapshot only, when it ends: what a replay, or a run of some minutes in a script, came to.</summary>
internal sealed class LastView(ISnapshotFormat format, TextWriter output) : IMonitorView
{
    private MonitorSnapshot? _last;

    public void Show(MonitorSnapshot snapshot) => _last = snapshot;

    public void Dispose()
    {
        if (_last is { } last)
        {
            format.Write(last, output);
        }

        output.Flush();
    }
}
