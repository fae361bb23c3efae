using System.Diagnostics;
using System.Reflection;

namespace RedisGuard.Cli.Server.Tests.Samples;

/// <summary>The sample LeakyShop, open, with a server of its own.</summary>
internal sealed class OpenShop : IAsyncDisposable
{
    private const string Opened = "The shop is open at ";

    private static readonly string s_program = typeof(OpenShop).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static data => data.Key == "LeakyShop").Value!;

    private OpenShop(RedisProcess server, Process process, string url)
    {
        Server = server;
        Process = process;
        Url = url;
    }

    public RedisProcess Server { get; }

    public Process Process { get; }

    public string Url { get; }

    public string Endpoint => EndpointOf(Server);

    public static async Task<OpenShop> StartAsync()
    {
        var server = await RedisProcess.StartAsync();
        var start = new ProcessStartInfo("dotnet", ["exec", s_program, "--serve"]) { RedirectStandardOutput = true };
        start.Environment["REDIS_CONNECTION"] = EndpointOf(server);

        // A collection closes what the leaky half has left open: a leak that ends in the midst of a test is another one.
        start.Environment["DOTNET_GCgen0size"] = "0x10000000";
        var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        while (await process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.StartsWith(Opened, StringComparison.Ordinal))
            {
                return new OpenShop(server, process, line[Opened.Length..line.IndexOf(',', StringComparison.Ordinal)]);
            }
        }

        throw new InvalidOperationException("The shop didn't open.");
    }

    public async ValueTask DisposeAsync()
    {
        Process.Kill();
        await Process.WaitForExitAsync();
        Process.Dispose();
        await Server.DisposeAsync();
    }

    private static string EndpointOf(RedisProcess server) => FormattableString.Invariant($"127.0.0.1:{server.Port}");
}
