namespace RedisGuard.Cli.Monitoring;

/// <summary>The formats of the monitor's output.</summary>
internal enum MonitorFormat
{
    Text,
    Json,
    NdJson,
    Csv,
    Prometheus,
}
