using System.Text;
using RedisGuard.Cli.Monitoring.Formats;

namespace RedisGuard.Cli.Monitoring;

/// <summary>The file of <c>--output</c>: what follows is appended, what replaces is moved into place whole.</summary>
internal sealed class SnapshotFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly string _file;
    private readonly ISnapshotFormat _format;

    public SnapshotFile(string file, MonitorFormat format)
    {
        _file = file;
        _format = SnapshotFormats.Of(OfName(file) ?? (format == MonitorFormat.Text ? MonitorFormat.NdJson : format), isFile: true, isBegun: new FileInfo(file) is { Exists: true, Length: > 0 });
        // What can't be written is told now, not after ten minutes.
        using var opened = new FileStream(file, FileMode.Append, FileAccess.Write);
    }

    public void Write(MonitorSnapshot snapshot)
    {
        if (!_format.Replaces)
        {
            using var appended = new StreamWriter(_file, append: true, Utf8);
            _format.Write(snapshot, appended);
            return;
        }

        var beside = $"{_file}.{Environment.ProcessId}.tmp";
        using (var whole = new StreamWriter(beside, append: false, Utf8))
        {
            _format.Write(snapshot, whole);
        }

        File.Move(beside, _file, overwrite: true);
    }

    private static MonitorFormat? OfName(string file) => Path.GetExtension(file).ToUpperInvariant() switch
    {
        ".CSV" => MonitorFormat.Csv,
        ".PROM" => MonitorFormat.Prometheus,
        ".NDJSON" or ".JSONL" => MonitorFormat.NdJson,
        ".JSON" => MonitorFormat.Json,
        _ => null,
    };
}
