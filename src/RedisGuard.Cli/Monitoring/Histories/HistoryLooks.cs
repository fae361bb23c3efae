using System.Globalization;
using System.Text.Json;
using RedisGuard.Cli.Commands;
using RedisGuard.Cli.Monitoring.Formats;
using RedisGuard.Cli.Servers;

namespace RedisGuard.Cli.Monitoring.Histories;

/// <summary>Reads the looks of a history. A last line that was cut off by the end of its writer is passed over.</summary>
internal sealed class HistoryLooks(string file) : ILookSource
{
    private readonly StreamReader _reader = new(file);
    private int _line;

    public TimeSpan? ListEvery(string endpoint) => null;

    public async Task<IReadOnlyList<ServerLook>?> NextAsync(CancellationToken cancellation)
    {
        while (await _reader.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            _line++;
            if (line.Length == 0)
            {
                continue;
            }

            try
            {
                if (JsonSerializer.Deserialize(line, MonitorJson.Default.IReadOnlyListServerLook) is { Count: > 0 } looks)
                {
                    return looks;
                }
            }
            catch (JsonException e)
            {
                if (_line > 1 && await _reader.ReadLineAsync(cancellation).ConfigureAwait(false) is null)
                {
                    return null;
                }

                throw new CannotRunException(string.Create(CultureInfo.InvariantCulture, $"{file}: line {_line} is not a look of 'redisguard monitor --history'"), e);
            }
        }

        return _line == 0 ? throw new CannotRunException($"{file} is empty: expected a history of 'redisguard monitor --history'") : null;
    }

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        return default;
    }
}
