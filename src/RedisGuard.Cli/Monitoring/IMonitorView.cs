namespace RedisGuard.Cli.Monitoring;

/// <summary>Where snapshots are shown.</summary>
internal interface IMonitorView : IDisposable
{
    void Show(MonitorSnapshot snapshot);
}
