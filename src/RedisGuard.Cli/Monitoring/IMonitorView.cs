namespace RedisGuard.Cli.Monitoring;

/// <summary>View that snapshots are shown in.</summary>
internal interface IMonitorView : IDisposable
{
    void Show(MonitorSnapshot snapshot);
}
