using System.Diagnostics;
using System.Text.Json.Nodes;
using RedisGuard.Watch.Reports;
using RedisGuard.Watch.Tests.Probes;

namespace RedisGuard.Watch.Tests.Tool;

/// <summary><c>redisguard run</c>, as its users run it.</summary>
public sealed class RunTests(ServerFixture server)
{
    [Fact]
    public async Task Leak_IsToldWithItsLineAndExitCode1()
    {
        var run = await ToolRun.OfAsync(["run", "--", .. ToolRun.ProbeOf(LibraryVersions.Newest, "leak-per-call", "return", server)]);
        Assert.Equal(1, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Equal(
            $"""
             redisguard: 4 leaks. 4 connections opened, 0 closed in 1 process, StackExchange.Redis 3.4.35.
             LEAK     Shapes.cs:{MarkedLine.Of("leaks per call")} RedisGuard.Watch.Probe.Shapes.LeakPerCallAsync  opened 4, closed 0, lost without being closed 4

             """,
            run.Error);
    }

    [Fact]
    public async Task Clean_IsExitCode0()
    {
        var run = await ToolRun.OfAsync(["run", "--fail-on", "leak,churn,several", "--", .. ToolRun.ProbeOf(LibraryVersions.Middle, "clean-using", "return", server)]);
        Assert.Equal((0, "redisguard: no leak. 4 connections opened, 4 closed in 1 process, StackExchange.Redis 2.13.23.\n"), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("churn", "churn", "CHURN    ")]
    [InlineData("several", "held-list", "SEVERAL  ")]
    public async Task FailOn_IsAskedFor(string failOn, string shape, string word)
    {
        var silent = await ToolRun.OfAsync(["run", "--", .. ToolRun.ProbeOf(LibraryVersions.Newest, shape, "return", server)]);
        var failing = await ToolRun.OfAsync(["run", "--fail-on", failOn, "--", .. ToolRun.ProbeOf(LibraryVersions.Newest, shape, "return", server)]);
        Assert.Equal((0, 1), (silent.ExitCode, failing.ExitCode));
        Assert.Contains("\n" + word, silent.Error, StringComparison.Ordinal);
    }

    /// <summary>VSTest kills the process of the tests after 100 ms of ending; the report takes longer on a busy machine.</summary>
    [Fact]
    public async Task TestHost_HasTimeToWriteItsReport()
    {
        var run = await ToolRun.OfAsync(["run", "--", "printenv", "VSTEST_TESTHOST_SHUTDOWN_TIMEOUT"]);
        Assert.Equal("30000\n", run.Output);
    }

    [Fact]
    public async Task ProgramsOwnFailure_ComesFirst()
    {
        var run = await ToolRun.OfAsync(["run", "--", .. ToolRun.ProbeOf(LibraryVersions.Newest, "leak-per-call", "return", server, exitCode: 9)]);
        Assert.Equal(9, run.ExitCode);
        Assert.Contains("LEAK", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_GoesToAFileThatNothingElseWritesTo()
    {
        var file = Path.GetTempFileName();
        try
        {
            var run = await ToolRun.OfAsync(["run", "--format", "json", "--output", file, "--", .. ToolRun.ProbeOf(LibraryVersions.Oldest, "leak-per-call", "return", server)]);
            Assert.Equal((1, "", ""), (run.ExitCode, run.Output, run.Error));
            var report = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
            Assert.Equal((4, 0), ((int)report["leaks"]![0]!["leaked"]!, (int)report["exitCode"]!));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task LibraryOutOfReach_IsNeverAGreenOne()
    {
        var run = await ToolRun.OfAsync(["run", "--", .. ToolRun.ProbeOf(LibraryVersions.Newest, "second-library", "return", server)]);
        Assert.Equal(2, run.ExitCode);
        Assert.Equal(
            """
            redisguard: no leak. 1 connection opened, 1 closed in 1 process, StackExchange.Redis 3.4.35.
            OFF      RedisGuard.Watch.Probe: StackExchange.Redis was loaded into the load context 'plug-in', where the watch doesn't reach it.

            """,
            string.Join('\n', run.Error.Split('\n').Select(static line => line.TrimEnd())));
    }

    [Fact]
    public async Task LibraryTooOld_IsNeverAGreenOne()
    {
        var run = await ToolRun.OfAsync(["run", "--", .. ToolRun.ProbeOf(LibraryVersions.TooOld, "clean-using", "return", server)]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("redisguard: nothing was seen.\nOFF      RedisGuard.Watch.Probe: The watch is off", run.Error, StringComparison.Ordinal);
        Assert.Contains("StackExchange.Redis 2.6.96 is too old to be watched: 2.7.27 is the oldest", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KilledAtItsStart_IsNeverAGreenOne()
    {
        var run = await ToolRun.OfAsync(["run", "--", .. ToolRun.ProbeOf(LibraryVersions.Newest, "killed-at-its-start", "return", server)]);
        Assert.Equal(137, run.ExitCode);
        Assert.Matches(@"^redisguard: nothing was seen\.\nOFF      process \d+: killed before it could tell what it opened", run.Error);
    }

    [Fact]
    public async Task ReportsRemovedByTheProgram_TheProgramsExitCodeStays()
    {
        var run = await ToolRun.OfAsync("run", "--", "sh", "-c", $"rm -r ${HookVariables.ReportFolder}; exit 3");
        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith("redisguard: nothing was seen.\nOFF      the program removed the folder", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoTemporaryFolder_IsToldBeforeTheProgramRuns()
    {
        using var process = ToolRun.Start(static start => start.Environment["TMPDIR"] = "/no-such-folder", "run", "--", "echo", "ran");
        var run = await ToolRun.EndAsync(process);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("redisguard: the watch can't write its reports to the temporary folder '/no-such-folder", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task NoDotNetProgram_IsNeverAGreenOne()
    {
        var run = await ToolRun.OfAsync("run", "--", "true");
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("redisguard: the watch was not let in.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingProgram_IsOneLineAndExitCode2()
    {
        var run = await ToolRun.OfAsync("run", "--", "no-such-program");
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("redisguard: can't start 'no-such-program'", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--output", "no-such-folder/report.txt", "no folder")]
    [InlineData("--report", "no-such-folder/redisguard.leaks.json", "no folder")]
    [InlineData("--report", "broken.json", "broken.json: ")]
    public async Task FileThatCannotBeWritten_IsToldBeforeTheProgramRuns(string option, string file, string reason)
    {
        var folder = Directory.CreateTempSubdirectory("redisguard-run-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "broken.json"), "broken", TestContext.Current.CancellationToken);
            var run = await ToolRun.OfAsync("run", option, Path.Combine(folder.FullName, file), "--", "touch", Path.Combine(folder.FullName, "ran"));
            Assert.Equal(2, run.ExitCode);
            Assert.Contains(reason, run.Error, StringComparison.Ordinal);
            Assert.False(File.Exists(Path.Combine(folder.FullName, "ran")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Termination_IsPassedOnAndTheReportStillWritten()
    {
        using var tool = ToolRun.Start(["run", "--", .. ToolRun.ProbeOf(LibraryVersions.Newest, "leak-per-call", "wait-for-a-signal", server)]);
        Assert.Equal("waiting", await tool.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        using (var kill = Process.Start("kill", ["-TERM", tool.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var run = await ToolRun.EndAsync(tool);
        Assert.Equal(143, run.ExitCode);
        Assert.Contains("lost without being closed 4", run.Error, StringComparison.Ordinal);
    }
}
