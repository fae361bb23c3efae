using System.Reflection;

namespace RedisGuard.Cli.Server.Tests.EndToEnd;

/// <summary>The exact method on programs that know nothing of RedisGuard.</summary>
public sealed class ExactLeakTests
{
    private static readonly string Probe = typeof(ExactLeakTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static data => data.Key == "Probe").Value!;

    [Theory]
    [InlineData("leak-per-call", 1, "LEAK  1 line loses connections")]
    [InlineData("clean-using", 0, "CLEAN  every connection was closed, or held until the end")]
    public async Task Exact_NamesTheLine_OrAcquits(string shape, int exitCode, string verdict)
    {
        await using var server = await RedisProcess.StartAsync();
        var run = await Tool.RunAsync("monitor", "test", "--cycles", "2", "--", "dotnet", Probe, shape, "return", FormattableString.Invariant($"127.0.0.1:{server.Port}"), "0");
        Assert.Contains("method exact (the watch inside the process, StackExchange.Redis 2.7.27", run.Output, StringComparison.Ordinal);
        Assert.Contains(verdict, run.Output, StringComparison.Ordinal);
        Assert.Equal(exitCode, run.ExitCode);
        if (exitCode == 1)
        {
            Assert.Matches(@" LEAK  Shapes\.cs:\d+ .*opened \d+, closed 0, collected without dispose \d+", run.Output);
        }
    }
}
