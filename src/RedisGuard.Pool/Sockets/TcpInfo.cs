using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace RedisGuard.Pool.Sockets;

/// <summary>Knowledge that Linux has of a TCP connection.</summary>
/// <param name="SentAgo">Since data was last sent, or sent again.</param>
/// <param name="ReceivedAgo">Since data was last received.</param>
/// <param name="Received">Bytes received so far.</param>
internal readonly record struct TcpInfo(TimeSpan SentAgo, TimeSpan ReceivedAgo, long Received)
{
    // netinet/in.h, netinet/tcp.h, and the layout of struct tcp_info in linux/tcp.h, which only ever grows at its end.
    private const int IpProtoTcp = 6;
    private const int TcpInfoOption = 11;
    private const int State = 0;
    private const int LastDataSent = 44;
    private const int LastDataReceived = 52;
    private const int BytesReceived = 128;
    private const int Size = 136;
    private const byte Established = 1;

    /// <summary>Whether something was sent that nothing was received after.</summary>
    public bool IsOwed => SentAgo < ReceivedAgo;

    /// <summary>Reads it; <see langword="null"/> where there is none, and for a socket that isn't connected.</summary>
    public static TcpInfo? Of(Socket socket)
    {
        if (!OperatingSystem.IsLinux() || socket.ProtocolType != ProtocolType.Tcp)
        {
            return null;
        }

        Span<byte> info = stackalloc byte[Size];
        try
        {
            return socket.GetRawSocketOption(IpProtoTcp, TcpInfoOption, info) == Size && info[State] == Established
                ? new TcpInfo(Ago(info, LastDataSent), Ago(info, LastDataReceived), Count(info))
                : null;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }

    private static TimeSpan Ago(ReadOnlySpan<byte> info, int offset) =>
        TimeSpan.FromMilliseconds(MemoryMarshal.Read<uint>(info[offset..]));

    private static long Count(ReadOnlySpan<byte> info) =>
        MemoryMarshal.Read<long>(info[BytesReceived..]);
}
