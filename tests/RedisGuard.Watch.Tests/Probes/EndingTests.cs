using RedisGuard.Watch.Reports;

namespace RedisGuard.Watch.Tests.Probes;

/// <summary>Every way to end a process: the report is there.</summary>
public sealed class EndingTests(ServerFixture server)
{
    [Theory]
    [InlineData("return", ProcessEnding.Exit, Probe.ExitCode)]
    [InlineData("environment-exit", ProcessEnding.Exit, Probe.ExitCode)]
    [InlineData("signal-after-exit", ProcessEnding.Exit, Probe.ExitCode)]
    [InlineData("unhandled", ProcessEnding.Exception, 134)]
    internal async Task End_LeavesTheReport(string end, ProcessEnding ending, int exitCode)
    {
        var (result, _) = await Probe.RunAsync(LibraryVersions.Newest, "leak-per-call", end, server);
        Assert.Equal((exitCode, ending, 4), (result.ExitCode, result.Report.Ending, result.Site.Leaked));
    }

    [Theory]
    [InlineData("wait-for-a-signal", ProcessEnding.Signal, 143)]
    [InlineData("wait-as-a-host", ProcessEnding.Exit, Probe.ExitCode)]
    internal async Task Termination_LeavesTheReport(string end, ProcessEnding ending, int exitCode)
    {
        using var probe = Probe.Start(LibraryVersions.Newest, "leak-per-call", end, server);
        Assert.Equal("waiting", await probe.Output.ReadLineAsync(TestContext.Current.CancellationToken));
        probe.Signal("TERM");
        var result = await probe.EndAsync();
        Assert.Equal((exitCode, ending, 4), (result.ExitCode, result.Report.Ending, result.Site.Leaked));
    }

    [Fact]
    public async Task Kill_LeavesWhatWasWrittenBefore()
    {
        using var probe = Probe.Start(LibraryVersions.Newest, "held-list", "wait-for-a-signal", server);
        await Pool.Tests.Servers.Eventually.TrueAsync(() => probe.Reports() is [{ Sites: [{ Held: 4 }] }]);
        probe.Signal("KILL");
        var result = await probe.EndAsync();
        Assert.Equal((ProcessEnding.Running, 4), (result.Report.Ending, result.Site.Held));
    }
}
