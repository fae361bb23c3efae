using RedisGuard.Cli.Monitoring.Formats;
using RedisGuard.Cli.Reporting;

namespace RedisGuard.Cli.Monitoring;

/// <summary>Makes the writer of a format.</summary>
internal static class SnapshotFormats
{
    private const int WidthOfAPipe = 200;

    public static ISnapshotFormat Of(MonitorFormat format, bool isFile = false, bool isBegun = false) => format switch
    {
        MonitorFormat.Json => new JsonFormat(isLines: false),
        MonitorFormat.NdJson => new JsonFormat(isLines: true),
        MonitorFormat.Csv => new CsvFormat(isBegun),
        MonitorFormat.Prometheus => new PrometheusFormat(),
        _ => new TextFormat(isFile || Console.IsOutputRedirected ? WidthOfAPipe : Terminal.WindowWidth),
    };
}
