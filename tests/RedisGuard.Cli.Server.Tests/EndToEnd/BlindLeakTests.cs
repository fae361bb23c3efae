namespace RedisGuard.Cli.Server.Tests.EndToEnd;

/// <summary>The blind method on a server that others use all the time.</summary>
public sealed class BlindLeakTests
{
    [Theory]
    [InlineData(true, 1, "LEAK  the load leaves about ")]
    [InlineData(false, 0, "CLEAN  no leak shows")]
    public async Task Blind_OnANoisyServer(bool leaks, int exitCode, string verdict)
    {
        await using var server = await RedisProcess.StartAsync();
        var endpoint = FormattableString.Invariant($"127.0.0.1:{server.Port}");
        await using var service = new Service(endpoint, leaks);
        await using var noise = new Noise(endpoint);
        var run = await Tool.RunAsync("monitor", "test", "--server", endpoint, "--url", service.Url, "--requests", "12", "--method", "blind", "--pairs", "5", "--seed", "7");
        Assert.Contains(verdict, run.Output, StringComparison.Ordinal);
        Assert.Equal(exitCode, run.ExitCode);
    }
}
