using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using StackExchange.Redis;

namespace RedisGuard.Pool.Healing;

/// <summary>
/// Asks a server on a socket of its own whether it serves: to the same end point, through the user's tunnel and TLS. A
/// connection that gets no answer while this does is dead; where neither gets one, the server is busy, paused or gone.
/// </summary>
internal sealed class SecondWitness(EndPoint endPoint, ConfigurationOptions configuration) : IAsyncDisposable
{
    private const int LongestLine = 8 * 1024;

    // These two say that the server is at work and knows nothing of the witness. Others (LOADING, BUSY, a full server's «max
    // number of clients») say that a new connection would get nothing done.
    private static readonly string[] Serving = ["-NOAUTH", "-NOPERM"];

    private readonly byte[] _buffer = new byte[LongestLine];
    private Socket? _socket;
    private Stream? _stream;
    private bool _isTrusted = true;

    /// <summary>Whether the server serves. Waits for its answer, however long, until it is cancelled.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="Exception">The server can't be reached: whatever sockets, streams and tunnels throw.</exception>
    public async Task<bool> IsServedAsync(CancellationToken cancellationToken)
    {
        _stream ??= await ConnectAsync(cancellationToken).ConfigureAwait(false);
        var answer = await AskAsync(Command(["PING"]), cancellationToken).ConfigureAwait(false);
        return answer.StartsWith('+') || Array.Exists(Serving, known => answer.StartsWith(known, StringComparison.Ordinal));
    }

    /// <summary>
    /// Whether the server itself holds up another of its clients: in a blocking command, or because writes are paused.
    /// <see langword="null"/> when it doesn't say.
    /// </summary>
    /// <param name="clientId">The number of that client on the server.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<bool?> IsHeldUpAsync(long clientId, CancellationToken cancellationToken)
    {
        if (configuration.Password is { Length: > 0 } password
            && (!_isTrusted || !(await AskAsync(Command(["AUTH", .. configuration.User is { Length: > 0 } user ? (string[])[user] : [], password]), cancellationToken).ConfigureAwait(false)).StartsWith('+')))
        {
            return null;
        }

        // One client, and not all of them: a server has up to 10 000, and whatever stalled this client stalls others.
        var list = await AskAsync(Command(["CLIENT", "LIST", "ID", clientId.ToString(CultureInfo.InvariantCulture)]), cancellationToken).ConfigureAwait(false);
        if (!list.StartsWith('$'))
        {
            return null;
        }

        var flags = Array.Find(list.Split(' '), static field => field.StartsWith("flags=", StringComparison.Ordinal));
        return flags is not null && flags.Contains('b', StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stream is not null)
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
        }

        _socket?.Dispose();
    }

    private async Task<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        var tunnel = configuration.Tunnel;
        var to = tunnel is null ? endPoint : await tunnel.GetSocketConnectEndpointAsync(endPoint, cancellationToken).ConfigureAwait(false) ?? endPoint;
        _socket = to.AddressFamily == AddressFamily.Unix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (tunnel is not null)
        {
            await tunnel.BeforeSocketConnectAsync(endPoint, ConnectionType.None, _socket, cancellationToken).ConfigureAwait(false);
        }

        await _socket.ConnectAsync(to, cancellationToken).ConfigureAwait(false);
        var stream = tunnel is null ? null : await tunnel.BeforeAuthenticateAsync(endPoint, ConnectionType.None, _socket, cancellationToken).ConfigureAwait(false);
        stream ??= new NetworkStream(_socket, ownsSocket: false);
        return configuration.Ssl ? await SecureAsync(stream, cancellationToken).ConfigureAwait(false) : stream;
    }

    private async Task<Stream> SecureAsync(Stream stream, CancellationToken cancellationToken)
    {
        var host = configuration.SslHost ?? (endPoint as DnsEndPoint)?.Host ?? (endPoint as IPEndPoint)?.Address.ToString() ?? string.Empty;
        var options = configuration.SslClientAuthenticationOptions?.Invoke(host) ?? new SslClientAuthenticationOptions { TargetHost = host };

        // The user's own checks can't be read from the configuration. Whoever fails the system's is asked nothing but PING,
        // and never told a password. On the stream and not in the options: those may be an object that the user keeps, and that
        // the library's own connects would trust anybody by.
#pragma warning disable CA5359, RG5001 // A sign of life is all that is wanted of a server that fails them.
        var secure = options.RemoteCertificateValidationCallback is not null ? new SslStream(stream) : new SslStream(stream, leaveInnerStreamOpen: false, (_, _, _, errors) =>
        {
            _isTrusted = errors == SslPolicyErrors.None;
            return true;
        });
#pragma warning restore CA5359, RG5001
        await secure.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
        return secure;
    }

    private async Task<string> AskAsync(string command, CancellationToken cancellationToken)
    {
        await _stream!.WriteAsync(Encoding.UTF8.GetBytes(command), cancellationToken).ConfigureAwait(false);
        var length = 0;
        do
        {
            var read = await _stream.ReadAsync(_buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                throw new IOException("The server closed the connection.");
            }

            length += read;
        }
        while (!IsWhole(_buffer.AsSpan(0, length)) && length < _buffer.Length);
        return Encoding.UTF8.GetString(_buffer, 0, length);
    }

    // A line, or two for a text: its length comes first.
    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n"u8);
        return end >= 0 && (answer[0] != (byte)'$' || answer.StartsWith("$-1"u8) || answer[(end + 2)..].EndsWith("\r\n"u8));
    }

    private static string Command(string[] words) =>
        string.Concat(words.Select(static word => string.Create(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n"))
            .Prepend(string.Create(CultureInfo.InvariantCulture, $"*{words.Length}\r\n")));
}
