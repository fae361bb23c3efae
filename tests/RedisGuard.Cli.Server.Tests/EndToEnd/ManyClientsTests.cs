using System.Net.Sockets;

namespace RedisGuard.Cli.Server.Tests.EndToEnd;

/// <summary>A server with thousands of clients: what the monitor costs it.</summary>
public sealed class ManyClientsTests
{
    private const int Many = 5000;

    [Fact]
    public async Task List_IsAskedForAtItsPace_AndTakesNoFiftiethOfTheServersTime()
    {
        await using var server = await RedisProcess.StartAsync("--maxclients", "6000");
        List<Socket> sockets = [];
        try
        {
            for (var client = 0; client < Many; client++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                sockets.Add(socket);
                await socket.ConnectAsync("127.0.0.1", server.Port, TestContext.Current.CancellationToken);
            }

            await using var clients = new Clients(server);
            await clients.AskAsync("CONFIG", "RESETSTAT");
            var before = DateTimeOffset.UtcNow;
            var run = await Tool.RunAsync("monitor", clients.Endpoint, "--for", "5s", "--interval", "1s", "--format", "ndjson");
            var seconds = (DateTimeOffset.UtcNow - before).TotalSeconds;
            Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
            Assert.Contains("\"now\":5000", run.Output, StringComparison.Ordinal);
            var (lists, spent) = Lists(await clients.AskAsync("INFO", "commandstats"));

            // What a list takes isn't known before the first: the pace is that of those after it.
            Assert.InRange(spent / 1e6 * (lists - 1) / lists, 0, 0.02 * seconds);
        }
        finally
        {
            sockets.ForEach(static socket => socket.Dispose());
        }
    }

    private static (long Calls, long Microseconds) Lists(RedisGuard.Cli.Servers.Resp.RespValue stats)
    {
        var info = new RedisGuard.Cli.Servers.InfoText(stats.Text);
        return (info.Field("cmdstat_client|list", "calls")!.Value, info.Values.Sum(pair => info.Field(pair.Key, "usec") ?? 0));
    }
}
