using System.Text.Json;

namespace RedisGuard.Cli.Cleaning;

/// <summary>Writes what was done as lines of JSON, each on the disk before the next connection is touched.</summary>
internal sealed class Audit : IDisposable
{
    private readonly StreamWriter? _writer;

    /// <param name="file">Appended to; null for none.</param>
    public Audit(string? file) => _writer = file is null ? null : new StreamWriter(file, append: true) { AutoFlush = true };

    public static string Who { get; } = $"{Environment.UserName}@{Environment.MachineName}";

    public void Write(AuditLine line) => _writer?.WriteLine(JsonSerializer.Serialize(line, CleaningJson.Default.AuditLine));

    public void Dispose() => _writer?.Dispose();
}
