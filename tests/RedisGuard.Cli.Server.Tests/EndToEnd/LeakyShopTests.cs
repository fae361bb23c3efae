using System.Diagnostics;
using System.Reflection;

namespace RedisGuard.Cli.Server.Tests.EndToEnd;

/// <summary>The sample's leaky and cured endpoints, by the methods that look from outside.</summary>
public sealed class LeakyShopTests : IAsyncLifetime
{
    private OpenShop _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await OpenShop.StartAsync();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Theory]
    [InlineData("leaky", 1)]
    [InlineData("cured", 0)]
    public async Task Attributed_TellsTheLeakyEndpointFromTheCured(string half, int exitCode)
    {
        var run = await TestAsync(half, "--requests", "5", "--cycles", "4");
        Assert.Contains(FormattableString.Invariant($"method attributed (pid={_shop.Process.Id})"), run.Output, StringComparison.Ordinal);
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
        Tool.RunAsync(["monitor", "test", "--server", _shop.Endpoint, "--url", $"{_shop.Url}/{half}/catalogue/1", .. arguments]);
}
