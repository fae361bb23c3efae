using System.Net.Sockets;

namespace RedisGuard.Pool.Sockets;

/// <summary>Sets what the pool asks of the system for its sockets.</summary>
internal static class SocketSettings
{
    // Linux' numbers (netinet/in.h and netinet/tcp.h); .NET has names for neither.
    private const int IpProtoTcp = 6;
    private const int TcpUserTimeout = 18;

    /// <summary>
    /// Has Linux give up a socket whose bytes nobody acknowledges for so long, instead of after a quarter of an hour
    /// (tcp_retries2). Elsewhere it does nothing.
    /// </summary>
    public static void Apply(Socket socket, TimeSpan owedAtMost)
    {
        if (!OperatingSystem.IsLinux() || socket.ProtocolType != ProtocolType.Tcp)
        {
            return;
        }

        try
        {
            socket.SetRawSocketOption(
                IpProtoTcp, TcpUserTimeout, BitConverter.GetBytes((int)Math.Min(owedAtMost.TotalMilliseconds, int.MaxValue)));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // A sandbox that knows the option not, or a socket that is gone: the pool watches it by itself all the same.
        }
    }
}
