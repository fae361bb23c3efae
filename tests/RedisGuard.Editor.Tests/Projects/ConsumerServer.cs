using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace RedisGuard.Editor.Tests.Projects;

/// <summary>A redis-server that the consumers reach; it ends with the test run.</summary>
internal sealed class ConsumerServer
{
    private readonly Process _process;

    public ConsumerServer()
    {
        int port = FreePort();
        Address = $"127.0.0.1:{port}";
        _process = Process.Start(new ProcessStartInfo("redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--save", string.Empty, "--appendonly", "no", "--dir", Path.GetTempPath()])
        {
            RedirectStandardOutput = true,
        })!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => _process.Kill();
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
