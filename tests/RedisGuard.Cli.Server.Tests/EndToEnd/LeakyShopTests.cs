using System.Diagnostics;
using System.Reflection;

namespace RedisGuard.Cli.Server.Tests.EndToEnd;

/// <summary>The sample's leaky and cured endpoints, by the methods that look from outside.</summary>
public sealed class LeakyShopTests : IAsyncLifetime
{
    private static readonly string Shop = typeof(LeakyShopTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static data => data.Key == "LeakyShop").Value!;

    private RedisProcess _server = null!;
    private Process _shop = null!;
    private string _url = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisProcess.StartAsync();
        var start = new ProcessStartInfo("dotnet", ["exec", Shop, "--serve"]) { RedirectStandardOutput = true };
        start.Environment["REDIS_CONNECTION"] = Endpoint;
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

    private string Endpoint => FormattableString.Invariant($"127.0.0.1:{_server.Port}");

    [Theory]
    [InlineData("leaky", 1)]
    [InlineData("cured", 0)]
    public async Task Attributed_TellsTheLeakyEndpointFromTheCured(string half, int exitCode)
    {
        var run = await TestAsync(half, "--requests", "5", "--cycles", "4");
        Assert.Contains(FormattableString.Invariant($"method attributed (pid={_shop.Id})"), run.Output, StringComparison.Ordinal);
        Assert.True(exitCode == run.ExitCode, run.Output + run.Error);
    }

    [Theory]
    [InlineData("leaky", 1)]
    [InlineData("cured", 0)]
    public async Task Blind_TellsTheLeakyEndpointFromTheCured(string half, int exitCode)
    {
        var run = await TestAsync(half, "--requests", "5", "--method", "blind", "--pairs", "5");
        Assert.True(exitCode == run.ExitCode, run.Output + run.Error);
    }

    private Task<Tool> TestAsync(string half, params string[] arguments) =>
        Tool.RunAsync(["monitor", "test", "--server", Endpoint, "--url", $"{_url}/{half}/catalogue/1", .. arguments]);
}
