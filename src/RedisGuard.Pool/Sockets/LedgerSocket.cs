using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace RedisGuard.Pool.Sockets;

/// <summary>One socket of a connection.</summary>
/// <param name="endPoint">The node that it leads to, as the library names it; a tunnel may lead elsewhere first.</param>
/// <param name="kind">Whether it carries commands, or with RESP2 the subscriptions.</param>
/// <param name="generation">1 for the first to that node and of that kind, then 2, 3 …: above 1, it took the place of one that was lost.</param>
/// <param name="socket">The socket. It is the library's.</param>
internal sealed class LedgerSocket(EndPoint endPoint, ConnectionType kind, long generation, Socket socket)
{
    private readonly long _openedAt = Environment.TickCount64;

    public EndPoint EndPoint => endPoint;

    public ConnectionType Kind => kind;

    public long Generation => generation;

    /// <summary>Since it was created: the time to connect and the handshake included.</summary>
    public TimeSpan Age => TimeSpan.FromMilliseconds(Environment.TickCount64 - _openedAt);

    /// <summary>Whether nobody has closed it.</summary>
    public bool IsOpen => !socket.SafeHandle.IsClosed;

    /// <summary>Tells whether TCP has connected it; what follows (TLS, the handshake) may still be under way.</summary>
    public bool IsConnected => socket.Connected;

    /// <summary>Its number on the server (CLIENT ID); 0 where the server wasn't asked, or didn't say.</summary>
    public long ClientId { get; set; }

    /// <summary>Whether the server was asked for the number.</summary>
    public bool IsIdentified { get; set; }

    /// <summary>What the system counted of it; <see langword="null"/> where the system doesn't say, or the socket is closed.</summary>
    public TcpInfo? Read() => TcpInfo.Of(socket);

    /// <summary>
    /// Has the library lose it, which is how it comes by a new one: what was sent fails, what waits to be sent goes out on the new.
    /// </summary>
    public void Shutdown()
    {
        try
        {
            // Not Dispose: beneath a read or a write that is under way it ends in whatever their innards throw. This way
            // the library reads an end, as from a server that closed.
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Lost already.
        }
    }

    /// <summary>Closes it for a library that didn't notice <see cref="Shutdown"/>.</summary>
    public void Dispose() => socket.Dispose();
}
