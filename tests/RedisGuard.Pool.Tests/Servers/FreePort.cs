using System.Net;
using System.Net.NetworkInformation;

namespace RedisGuard.Pool.Tests.Servers;

/// <summary>A port for a server that may stop and start again.</summary>
/// <remarks>
/// Below the range from which Linux gives ports to outgoing sockets (32768 and up): the system's own choice could go to
/// any program's connection while the server is not listening.
/// </remarks>
internal static class FreePort
{
    private const int First = 10_000;
    private const int End = 32_000;

    public static int Next()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(static listener => listener.Port).ToHashSet();
        int port;
        do
        {
            port = Random.Shared.Next(First, End);
        }
        while (taken.Contains(port));
        return port;
    }
}
