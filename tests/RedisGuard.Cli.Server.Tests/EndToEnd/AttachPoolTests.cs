using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;

namespace RedisGuard.Cli.Server.Tests.EndToEnd;

/// <summary><c>redisguard attach</c> to a program with RedisGuard.Pool in it: the sample.</summary>
public sealed class AttachPoolTests : IAsyncLifetime
{
    private OpenShop _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await OpenShop.StartAsync();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Pool_TellsItsState_AndStartsItsOwnWatchWhenAllowed()
    {
        using var http = new HttpClient();
        await http.GetStringAsync(new Uri($"{_shop.Url}/cured/catalogue/1"), TestContext.Current.CancellationToken);
        var pools = await AttachAsync("--inject", "never");
        Assert.Null(pools["watch"]);
        var pool = Assert.Single(pools["pools"]!.AsArray())!;
        Assert.Equal("Closed", (string)pool["breaker"]!);
        Assert.Contains(pool["connections"]!.AsArray(), static connection => (string)connection!["kind"]! == "Shared" && (int)connection["connections"]! == 1);

        var watched = await AttachAsync("--inject", "yes");
        Assert.NotNull(watched["pools"]);
        Assert.Equal(await SocketsAsync(), (int)watched["sockets"]!);
        // The watch is on now: it needs no yes any more, and tells the line.
        await http.GetStringAsync(new Uri($"{_shop.Url}/leaky/catalogue/1"), TestContext.Current.CancellationToken);
        var after = await AttachAsync("--fail-on", "none");
        Assert.Contains(after["watch"]!["sites"]!.AsArray(), static site => ((string?)site!["path"])?.EndsWith("LeakyCatalogue.cs", StringComparison.Ordinal) == true);
        var text = await Tool.RunAsync("attach", _shop.Process.Id.ToString(CultureInfo.InvariantCulture), "--fail-on", "none");
        Assert.Contains("\nPOOL ", text.Output, StringComparison.Ordinal);
        Assert.Contains("LeakyCatalogue.cs:", text.Output, StringComparison.Ordinal);
    }

    private async Task<JsonNode> AttachAsync(params string[] options)
    {
        var run = await Tool.RunAsync(["attach", _shop.Process.Id.ToString(CultureInfo.InvariantCulture), "--format", "json", .. options]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonNode.Parse(run.Output)!;
    }

    private async Task<int> SocketsAsync()
    {
        await using var clients = new Clients(_shop.Server);
        return (await clients.ListAsync()).Count;
    }
}
