using System.Globalization;
using System.Text;

namespace RedisGuard.Cli.Servers.Resp;

/// <summary>Reads replies from a stream. What isn't the protocol is an <see cref="InvalidDataException"/>: something else answers there.</summary>
internal sealed class RespReader(Stream stream)
{
    // A CLIENT LIST of 100 000 clients has 30 MB. A length beyond this is no answer to anything that is asked here.
    private const int LongestText = 256 * 1024 * 1024;
    private const int DeepestList = 16;

    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    public ValueTask<RespValue> ReadAsync(CancellationToken cancellation) => ReadAsync(0, cancellation);

    private async ValueTask<RespValue> ReadAsync(int depth, CancellationToken cancellation)
    {
        var line = await LineAsync(cancellation).ConfigureAwait(false);
        if (line.Length == 0 || depth > DeepestList)
        {
            throw NotRedis();
        }

        var rest = line[1..];
        return line[0] switch
        {
            '+' => RespValue.Of(rest),
            '-' => RespValue.Error(rest),
            ':' => RespValue.Of(Number(rest)),
            '$' => Length(rest) is >= 0 and var length ? RespValue.Of(await TextAsync(length, cancellation).ConfigureAwait(false)) : RespValue.Nothing,
            '*' => Length(rest) is >= 0 and var count ? await ListAsync(count, depth, cancellation).ConfigureAwait(false) : RespValue.Nothing,
            _ => throw NotRedis(),
        };
    }

    private async ValueTask<RespValue> ListAsync(int count, int depth, CancellationToken cancellation)
    {
        List<RespValue> items = [];
        while (items.Count < count)
        {
            items.Add(await ReadAsync(depth + 1, cancellation).ConfigureAwait(false));
        }

        return RespValue.Of(items);
    }

    private async ValueTask<string> LineAsync(CancellationToken cancellation)
    {
        for (var looked = 0; ;)
        {
            var end = _buffer.AsSpan(_start + looked, _end - _start - looked).IndexOf((byte)'\n');
            if (end >= 0)
            {
                end += looked;
                var line = Encoding.UTF8.GetString(_buffer, _start, end).TrimEnd('\r');
                _start += end + 1;
                return line;
            }

            looked = _end - _start;
            if (looked > 64 * 1024)
            {
                throw NotRedis();
            }

            await FillAsync(looked + 1, cancellation).ConfigureAwait(false);
        }
    }

    private async ValueTask<string> TextAsync(int length, CancellationToken cancellation)
    {
        while (_end - _start < length + 2)
        {
            await FillAsync(length + 2, cancellation).ConfigureAwait(false);
        }

        var text = Encoding.UTF8.GetString(_buffer, _start, length);
        _start += length + 2;
        return text;
    }

    private async ValueTask FillAsync(int needed, CancellationToken cancellation)
    {
        if (_start + needed > _buffer.Length)
        {
            var larger = needed > _buffer.Length ? new byte[Math.Max(needed, _buffer.Length * 2)] : _buffer;
            Buffer.BlockCopy(_buffer, _start, larger, 0, _end - _start);
            _buffer = larger;
            _end -= _start;
            _start = 0;
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation).ConfigureAwait(false);
        _end += read > 0 ? read : throw new EndOfStreamException("the server closed the connection");
    }

    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw NotRedis();

    private static int Length(string text) => Number(text) is >= -1 and <= LongestText and var length ? (int)length : throw NotRedis();

    private static InvalidDataException NotRedis() => new("what answers there doesn't speak the Redis protocol");
}
