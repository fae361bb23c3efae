using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace RedisGuard.Cli.Servers.Resp;

/// <summary>
/// One socket to a server. Not StackExchange.Redis: a multiplexer has two sockets a node, opens them again behind the back of
/// whoever closed them, and takes 150 ms longer to start.
/// </summary>
/// <remarks>Not thread-safe: one call after another.</remarks>
internal sealed class RespConnection : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly RespReader _reader;
    private readonly TimeSpan _patience;

    private RespConnection(Stream stream, TimeSpan patience)
    {
        _stream = stream;
        _reader = new RespReader(stream);
        _patience = patience;
    }

    /// <param name="address">The server.</param>
    /// <param name="patience">How long connecting, or a batch of commands, may take before it is a <see cref="TimeoutException"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<RespConnection> OpenAsync(ServerAddress address, TimeSpan patience, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            await InTimeAsync(token => socket.ConnectAsync(address.Host, address.Port, token).AsTask(), patience, cancellation).ConfigureAwait(false);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (address.Tls)
            {
                var secured = new SslStream(stream);
                stream = secured;
                await InTimeAsync(token => secured.AuthenticateAsClientAsync(Tls(address), token), patience, cancellation).ConfigureAwait(false);
            }

            return new RespConnection(stream, patience);
        }
        catch
        {
            if (stream is not null)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }

            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends the commands together and waits for the reply of each; an error of the server is a reply.</summary>
    public async Task<RespValue[]> SendAsync(IReadOnlyList<string[]> commands, CancellationToken cancellation)
    {
        var replies = new RespValue[commands.Count];
        await InTimeAsync(
            async token =>
            {
                await _stream.WriteAsync(Encode(commands), token).ConfigureAwait(false);
                for (var index = 0; index < replies.Length; index++)
                {
                    replies[index] = await _reader.ReadAsync(token).ConfigureAwait(false);
                }
            },
            _patience,
            cancellation).ConfigureAwait(false);
        return replies;
    }

    /// <summary>
    /// What the server says before it is asked: a full one, or one in protected mode, says why and closes. Whoever writes to it
    /// meanwhile gets a reset instead of the words.
    /// </summary>
    public async Task<RespValue> ListenAsync(CancellationToken cancellation)
    {
        var heard = RespValue.Nothing;
        await InTimeAsync(async token => heard = await _reader.ReadAsync(token).ConfigureAwait(false), _patience, cancellation).ConfigureAwait(false);
        return heard;
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static byte[] Encode(IReadOnlyList<string[]> commands)
    {
        var bytes = new MemoryStream();
        foreach (var command in commands)
        {
            Write(bytes, string.Create(CultureInfo.InvariantCulture, $"*{command.Length}\r\n"));
            foreach (var part in command)
            {
                Write(bytes, string.Create(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(part)}\r\n{part}\r\n"));
            }
        }

        return bytes.ToArray();
    }

    private static void Write(MemoryStream bytes, string text) => bytes.Write(Encoding.UTF8.GetBytes(text));

    private static async Task InTimeAsync(Func<CancellationToken, Task> work, TimeSpan patience, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(patience);
        try
        {
            await work(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"no answer within {patience.TotalSeconds:0.#} s"));
        }
    }

    private static SslClientAuthenticationOptions Tls(ServerAddress address)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = address.TlsHost ?? address.Host };
        if (address.TlsFiles.Authority is { } authority)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(authority);
        }

        if (address.TlsFiles.Certificate is { } certificate)
        {
            options.ClientCertificates = [X509Certificate2.CreateFromPemFile(certificate, address.TlsFiles.Key)];
        }

        return options;
    }
}
