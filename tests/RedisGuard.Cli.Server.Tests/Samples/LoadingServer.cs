using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace RedisGuard.Cli.Server.Tests.Samples;

/// <summary>A redis-server that takes long to read its data: it says so itself, and never that it is ready.</summary>
internal sealed class LoadingServer : IAsyncDisposable
{
    private readonly Process _process;

    private LoadingServer(Process process, int port)
    {
        _process = process;
        Endpoint = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
    }

    public string Endpoint { get; }

    /// <param name="folder">Where a dump.rdb lies.</param>
    public static async Task<LoadingServer> StartAsync(string folder)
    {
        var port = FreePort.Next();
        var start = new ProcessStartInfo(RedisProcess.Executable!,
        [
            "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", folder, "--save", "",
            "--key-load-delay", "2000", "--loading-process-events-interval-bytes", "1024",
        ])
        {
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        });
        return new LoadingServer(process, port);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
