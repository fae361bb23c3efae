using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;

namespace RedisGuard.Cli.Server.Tests.EndToEnd;

/// <summary><c>redisguard attach</c> to a program with RedisGuard.Pool in it: the sample.</summary>
public sealed class AttachPoolTests : IAsyncLifetime
{
    private static readonly string Shop = typeof(AttachPoolTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static data => data.Key == "LeakyShop").Value!;

    private RedisProcess _server = null!;
    private Process _shop = null!;
    private string _url = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisProcess.StartAsync();
        var start = new ProcessStartInfo("dotnet", ["exec", Shop, "--serve"]) { RedirectStandardOutput = true };
        start.Environment["REDIS_CONNECTION"] = FormattableString.Invariant($"127.0.0.1:{_server.Port}");
        _shop = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        while (await _shop.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.StartsWith("The shop is open at ", StringComparison.Ordinal))
            {
                _url = line["The shop is open at ".Length..line.IndexOf(',', StringComparison.Ordinal)];
                return;
            }
        }

        Assert.Fail("The shop didn't open.");
    }

    public async ValueTask DisposeAsync()
    {
        _shop.Kill();
        await _shop.WaitForExitAsync();
        _shop.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Pool_TellsItsState_AndStartsItsOwnWatchWhenAllowed()
    {
        using var http = new HttpClient();
        await http.GetStringAsync(new Uri($"{_url}/cured/catalogue/1"), TestContext.Current.CancellationToken);
        var pools = await AttachAsync("--inject", "never");
        Assert.Null(pools["watch"]);
        var pool = Assert.Single(pools["pools"]!.AsArray())!;
        Assert.Equal("Closed", (string)pool["breaker"]!);
        Assert.Contains(pool["connections"]!.AsArray(), static connection => (string)connection!["kind"]! == "Shared" && (int)connection["connections"]! == 1);

        var watched = await AttachAsync("--inject", "yes");
        Assert.NotNull(watched["pools"]);
        Assert.Equal(await SocketsAsync(), (int)watched["sockets"]!);
        // The watch is on now: it needs no yes any more, and tells the line.
        await http.GetStringAsync(new Uri($"{_url}/leaky/catalogue/1"), TestContext.Current.CancellationToken);
        var after = await AttachAsync("--fail-on", "none");
        Assert.Contains(after["watch"]!["sites"]!.AsArray(), static site => ((string?)site!["path"])?.EndsWith("LeakyCatalogue.cs", StringComparison.Ordinal) == true);
        var text = await Tool.RunAsync("attach", _shop.Id.ToString(CultureInfo.InvariantCulture), "--fail-on", "none");
        Assert.Contains("\nPOOL ", text.Output, StringComparison.Ordinal);
        Assert.Contains("LeakyCatalogue.cs:", text.Output, StringComparison.Ordinal);
    }

    private async Task<JsonNode> AttachAsync(params string[] options)
    {
        var run = await Tool.RunAsync(["attach", _shop.Id.ToString(CultureInfo.InvariantCulture), "--format", "json", .. options]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonNode.Parse(run.Output)!;
    }

    private async Task<int> SocketsAsync()
    {
        await using var clients = new Clients(_server);
        return (await clients.ListAsync()).Count;
    }
}
