using System.Net;
using System.Net.Sockets;

namespace RedisGuard.Pool.Tests.Servers;

/// <summary>
/// A port that refuses every connection for as long as this lives. One that is merely free may be taken by the next server
/// that a test starts.
/// </summary>
internal sealed class ClosedPort : IDisposable
{
    // Bound and never listening: nobody else can have the port, and who connects to it is refused.
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ClosedPort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public string Configuration => FormattableString.Invariant($"127.0.0.1:{((IPEndPoint)_socket.LocalEndPoint!).Port}");

    public void Dispose() => _socket.Dispose();
}
