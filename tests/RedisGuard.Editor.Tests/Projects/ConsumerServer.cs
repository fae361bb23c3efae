using System.Diagnostics;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Editor.Tests.Projects;

/// <summary>A redis-server that the consumers reach; it ends with the test run.</summary>
internal sealed class ConsumerServer
{
    private readonly Process _process;

    public ConsumerServer()
    {
        int port = FreePort.Next();
        Address = $"127.0.0.1:{port}";
        _process = Process.Start(new ProcessStartInfo("redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--save", string.Empty, "--appendonly", "no", "--dir", Path.GetTempPath()])
        {
            RedirectStandardOutput = true,
        })!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => _process.Kill();
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; }
}
