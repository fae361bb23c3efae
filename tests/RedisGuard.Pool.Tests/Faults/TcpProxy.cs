using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace RedisGuard.Pool.Tests.Faults;

/// <summary>Stands between a client and a server, and does what networks do.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly ConcurrentDictionary<Socket, byte> _sockets = new();
    private readonly ConcurrentDictionary<Socket, byte> _forgotten = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private readonly ConcurrentDictionary<Socket, Socket> _subscribers = new();
    private long _slices;
    private long _accepted;

    /// <param name="target">The port that connections lead to.</param>
    /// <param name="at">Where it listens; <see langword="null"/> for a free port on loopback.</param>
    public TcpProxy(int target, EndPoint? at = null)
    {
        Target = target;
        var here = at ?? new IPEndPoint(IPAddress.Loopback, 0);
        _listener = new Socket(here.AddressFamily, SocketType.Stream, at is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp);
        _listener.Bind(here);
        _listener.Listen();
        Port = (_listener.LocalEndPoint as IPEndPoint)?.Port ?? 0;
        _accepting = Task.Run(AcceptAsync);
    }

    public int Port { get; }

    public string Configuration => FormattableString.Invariant($"127.0.0.1:{Port}");

    /// <summary>Connections accepted so far.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>The port that new connections lead to.</summary>
    public int Target { get; set; }

    /// <summary>How long each piece is held.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Takes everything and passes nothing on, without closing.</summary>
    public bool IsBlackHole { get; set; }

    /// <summary>How many pieces were as large as <see cref="Slice"/> lets them be: something was cut there.</summary>
    public long Slices => Interlocked.Read(ref _slices);

    /// <summary>The largest piece passed on at once.</summary>
    public int Slice { get; set; } = 16 * 1024;

    /// <summary>How many bytes of the server each connection passes on before it is cut.</summary>
    public long ByteLimit { get; set; } = long.MaxValue;

    /// <summary>Passes nothing more on of the connections that there are, and tells nobody. New ones work.</summary>
    public void ForgetConnections()
    {
        foreach (var socket in _sockets.Keys)
        {
            _forgotten[socket] = 0;
        }
    }

    /// <summary>As <see cref="ForgetConnections"/>, but only those on which the client has subscribed.</summary>
    public void ForgetSubscribers()
    {
        foreach (var (client, server) in _subscribers)
        {
            _forgotten[client] = 0;
            _forgotten[server] = 0;
        }
    }

    /// <summary>Resets every connection: the peer gets RST, not FIN.</summary>
    public void Reset()
    {
        foreach (var socket in _sockets.Keys)
        {
            try
            {
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Closed by its owner meanwhile.
            }

            Close(socket);
        }
    }

    /// <summary>Closes the server's direction of each connection and leaves the other open.</summary>
    public void HalfClose()
    {
        foreach (var socket in _sockets.Keys)
        {
            try
            {
                socket.Shutdown(SocketShutdown.Send);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Closed by its owner meanwhile.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        Reset();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync(_stop.Token);
                Interlocked.Increment(ref _accepted);
                _ = ServeAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (client.AddressFamily != AddressFamily.Unix)
        {
            client.NoDelay = true;
        }

        _sockets[client] = 0;
        _sockets[server] = 0;
        try
        {
            await server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, Target), _stop.Token);
            await Task.WhenAny(PumpAsync(client, server, long.MaxValue), PumpAsync(server, client, ByteLimit));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // No server there: the client is refused a moment late.
        }
        finally
        {
            Close(client);
            Close(server);
        }
    }

    private async Task PumpAsync(Socket from, Socket to, long limit)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (limit > 0)
            {
                var read = await from.ReceiveAsync(buffer.AsMemory(0, (int)Math.Min(Slice, limit)), SocketFlags.None, _stop.Token);
                if (read == 0)
                {
                    return;
                }

                limit -= read;
                if (buffer.AsSpan(0, read).IndexOf("\r\nSUBSCRIBE\r\n"u8) >= 0)
                {
                    _subscribers[from] = to;
                }

                if (read == Slice)
                {
                    Interlocked.Increment(ref _slices);
                }

                if (Latency > TimeSpan.Zero)
                {
                    await Task.Delay(Latency, _stop.Token);
                }

                if (!IsBlackHole && !_forgotten.ContainsKey(from))
                {
                    await to.SendAsync(buffer.AsMemory(0, read), SocketFlags.None, _stop.Token);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private void Close(Socket socket)
    {
        _sockets.TryRemove(socket, out _);
        socket.Dispose();
    }
}
