namespace RedisGuard.Cli.Monitoring.Formats;

/// <summary>A way to write down what the monitor knows.</summary>
internal interface ISnapshotFormat
{
    /// <summary>Whether what is written takes the place of what was written before, rather than following it.</summary>
    bool Replaces { get; }

    void Write(MonitorSnapshot snapshot, TextWriter output);
}
