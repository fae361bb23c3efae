using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using RedisGuard.Pool.Tests.Servers;
using RedisGuard.Watch.Tests.Probes;

namespace RedisGuard.Watch.Tests.Tool;

/// <summary><c>redisguard attach</c> to a program that runs, and that nobody prepared for it.</summary>
public sealed class AttachTests : IAsyncLifetime
{
    private RedisProcess? _server;

    public async ValueTask InitializeAsync() => _server = await RedisProcess.StartAsync();

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    [Theory]
    [MemberData(nameof(LibraryVersions.All), MemberType = typeof(LibraryVersions))]
    public async Task RunningProgram_TellsAllItsMultiplexers_AsManySocketsAsTheServer(string version)
    {
        using var program = await StartAsync(version);
        var before = await AttachAsync(program, "--inject", "yes", "--format", "json");
        Assert.Equal((5, await SocketsAsync()), ((int)before["multiplexers"]!, (int)before["sockets"]!));
        Assert.Equal(version == LibraryVersions.Oldest ? null : 5, (int?)before["watch"]!["created"]);
        var unknown = Assert.Single(before["watch"]!["sites"]!.AsArray())!;
        Assert.Equal(("", null), ((string?)unknown["member"], unknown["open"]![0]!["oldestSeconds"]));

        await program.StandardInput.WriteLineAsync("go on");
        Assert.Equal("waiting", await program.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        var leaking = MarkedLine.Of("leaks per call");
        var after = await AttachAsync(program, "--gc", "--fail-on", "none", "--format", "json");
        Assert.Equal(1, Held(after, MarkedLine.Of("opened after the attach")));
        Assert.Equal((1, 1), ((int)Site(after, MarkedLine.Of("clean using"))["opened"]!, (int)Site(after, MarkedLine.Of("clean using"))["closed"]!));
        Assert.Equal(5, Held(after, 0));
        // The library holds a lost one for up to five seconds: until then it is open, and after that it is lost.
        await Eventually.TrueAsync(
            async () => (int)Site(await AttachAsync(program, "--gc", "--fail-on", "none", "--format", "json"), leaking)["leaked"]! == 2);
        var failing = await ToolRun.OfAsync("attach", Number(program));
        Assert.Equal(1, failing.ExitCode);
        Assert.Contains($"LEAK     Shapes.cs:{leaking} RedisGuard.Watch.Probe.Shapes.LeakPerCallAsync  opened 2, closed 0, lost without being closed 2", failing.Output, StringComparison.Ordinal);
        Assert.Empty(failing.Error);
    }

    [Theory]
    [InlineData("never")]
    [InlineData("ask")]
    public async Task WithoutAYes_NothingIsDone_AndItSaysWhatWouldBe(string inject)
    {
        using var program = await StartAsync(LibraryVersions.Newest);
        var run = await ToolRun.OfAsync("attach", Number(program), "--inject", inject);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"redisguard: {Number(program)} RedisGuard.Watch.Probe has no RedisGuard in it, and nothing was done. With --inject yes the watch is loaded into it (", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        if (OperatingSystem.IsLinux())
        {
            Assert.DoesNotContain("RedisGuard.Watch.dll", await File.ReadAllTextAsync($"/proc/{Number(program)}/maps", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task List_HasWhatLoadedTheLibrary_AndANameIsEnough()
    {
        using var program = await StartAsync(LibraryVersions.Middle);
        var list = await ToolRun.OfAsync("attach", "--format", "json");
        var listed = JsonNode.Parse(list.Output)!["processes"]!.AsArray().Single(process => (int)process!["id"]! == program.Id)!;
        Assert.Equal(("RedisGuard.Watch.Probe", LibraryVersions.Middle, false), ((string)listed["name"]!, (string)listed["library"]!, (bool)listed["hasPool"]!));
        var table = await ToolRun.OfAsync("attach");
        Assert.Equal((0, ""), (table.ExitCode, table.Error));
        Assert.Matches($@"(?m)^ *{Number(program)} RedisGuard\.Watch\.Probe +2\.13\.23 +–", table.Output);
    }

    [Fact]
    public async Task Watch_TellsEachLookOnALine_UntilTheProgramEnds()
    {
        using var program = await StartAsync(LibraryVersions.Newest);
        using var tool = ToolRun.Start("attach", Number(program), "--inject", "yes", "--watch", "--interval", "500ms", "--format", "json");
        for (var look = 0; look < 2; look++)
        {
            Assert.Equal(5, (int)JsonNode.Parse((await tool.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!)!["multiplexers"]!);
        }

        program.Kill();
        Assert.Equal(0, (await ToolRun.EndAsync(tool)).ExitCode);
    }

    [Fact]
    public async Task ProgramUnderRun_NeedsNoInjection()
    {
        using var tool = ToolRun.Start(["run", "--", .. ToolRun.ProbeOf(LibraryVersions.Newest, "held-list", "wait-for-a-signal", Configuration)]);
        Assert.Equal("waiting", await tool.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        var list = JsonNode.Parse((await ToolRun.OfAsync("attach", "--format", "json")).Output)!["processes"]!.AsArray();
        var program = (int)list.Single(process => (bool)process!["hasWatch"]! && Parent((int)process["id"]!) == tool.Id)!["id"]!;
        var run = await ToolRun.OfAsync("attach", program.ToString(CultureInfo.InvariantCulture), "--inject", "never", "--format", "json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(4, Held(JsonNode.Parse(run.Output)!, MarkedLine.Of("held in a list")));
        using var kill = Process.Start("kill", ["-TERM", Number(tool)]);
        await ToolRun.EndAsync(tool);
    }

    [Fact]
    public async Task ThreadOfAProgram_IsNoProcess()
    {
        using var program = await StartAsync(LibraryVersions.Newest);
        var thread = Directory.GetDirectories($"/proc/{Number(program)}/task").Select(Path.GetFileName).First(id => id != Number(program))!;
        var run = await ToolRun.OfAsync("attach", thread);
        Assert.Equal((2, $"redisguard: there is no process {thread}\n"), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("there is no process 2147483646", "attach", "2147483646")]
    [InlineData("no .NET process of this user is called 'no-such-program'", "attach", "no-such-program")]
    [InlineData("--once and --watch exclude each other", "attach", "1", "--once", "--watch")]
    [InlineData("--watch needs a process", "attach", "--watch")]
    [InlineData("--interval 'never': expected a time", "attach", "1", "--interval", "never")]
    [InlineData("'bug' is not one of none, leak, churn, several", "attach", "1", "--fail-on", "bug")]
    [InlineData("--inject 'perhaps': expected ask, yes or never", "attach", "1", "--inject", "perhaps")]
    [InlineData("--format 'xml': expected text or json", "attach", "1", "--format", "xml")]
    public async Task WrongInput_IsOneLineAndExitCode2(string expected, params string[] words)
    {
        var run = await ToolRun.OfAsync(words);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"redisguard: {expected}", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task NoDotNetProgram_IsToldAsSuch()
    {
        using var program = Process.Start("sleep", ["60"]);
        var run = await ToolRun.OfAsync("attach", Number(program));
        program.Kill();
        Assert.Equal((2, $"redisguard: {Number(program)} sleep is no .NET program that can be attached to: another language, compiled ahead of time, or with its diagnostics switched off\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task DiagnosticsSwitchedOff_AreNamed()
    {
        using var program = await StartAsync(LibraryVersions.Newest, static environment => environment["DOTNET_EnableDiagnostics"] = "0");
        var run = await ToolRun.OfAsync("attach", Number(program), "--inject", "yes");
        Assert.Equal((2, $"redisguard: {Number(program)} RedisGuard.Watch.Probe has its diagnostics switched off (DOTNET_EnableDiagnostics=0): start it without, or under 'redisguard run'\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task SocketThatAnEarlierProcessOfTheNumberLeft_IsNotThisOnes()
    {
        using var program = Process.Start("sleep", ["60"]);
        var left = Path.Combine(Path.GetTempPath(), $"dotnet-diagnostic-{Number(program)}-1-socket");
        await File.WriteAllTextAsync(left, "", TestContext.Current.CancellationToken);
        var run = await ToolRun.OfAsync("attach", Number(program));
        program.Kill();
        File.Delete(left);
        Assert.Equal((2, $"redisguard: {Number(program)} sleep is no .NET program that can be attached to: another language, compiled ahead of time, or with its diagnostics switched off\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task SocketThatAnEarlierProcessOfTheNumberLeft_DoesNotHideThisOnes()
    {
        using var program = await StartAsync(LibraryVersions.Newest);
        var left = Path.Combine(Path.GetTempPath(), $"dotnet-diagnostic-{Number(program)}-1-socket");
        await File.WriteAllTextAsync(left, "", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(left, DateTime.UnixEpoch);
        var state = await AttachAsync(program, "--inject", "yes", "--format", "json");
        File.Delete(left);
        Assert.Equal(5, (int)state["multiplexers"]!);
    }

    [Fact]
    public async Task DiagnosticsInAnotherFolder_AreFound()
    {
        var folder = Directory.CreateTempSubdirectory("redisguard-attach-");
        try
        {
            using var program = await StartAsync(LibraryVersions.Newest, environment => environment["TMPDIR"] = folder.FullName);
            Assert.Equal(5, (int)(await AttachAsync(program, "--inject", "yes", "--format", "json"))["multiplexers"]!);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task ProgramWithoutTheLibrary_IsToldAsSuch()
    {
        using var tool = ToolRun.Start("monitor", Configuration, "--for", "1m", "--format", "ndjson");
        await tool.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        var run = await ToolRun.OfAsync("attach", Number(tool), "--inject", "yes");
        tool.Kill();
        Assert.Equal((2, $"redisguard: {Number(tool)} RedisGuard.Cli has not loaded StackExchange.Redis\n"), (run.ExitCode, run.Error));
    }

    private string Configuration => FormattableString.Invariant($"127.0.0.1:{_server!.Port}");

    private static string Number(Process process) => process.Id.ToString(CultureInfo.InvariantCulture);

    /// <returns>Null for a process that ended since it was listed: other tests' come and go.</returns>
    private static int? Parent(int process)
    {
        string[] status;
        try
        {
            status = File.ReadAllLines($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/status");
        }
        catch (IOException)
        {
            return null;
        }

        return int.Parse(status.Single(static line => line.StartsWith("PPid:", StringComparison.Ordinal))[5..], CultureInfo.InvariantCulture);
    }

    private static JsonNode Site(JsonNode state, int line) => state["watch"]!["sites"]!.AsArray().Single(site => (int)site!["line"]! == line)!;

    private static int Held(JsonNode state, int line) => Site(state, line)["open"]!.AsArray().Sum(static open => (int)open!["connections"]!);

    private static async Task<JsonNode> AttachAsync(Process program, params string[] options)
    {
        var run = await ToolRun.OfAsync(["attach", Number(program), .. options]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonNode.Parse(run.Output)!;
    }

    private async Task<Process> StartAsync(string version, Action<IDictionary<string, string?>>? environment = null)
    {
        var words = ToolRun.ProbeOf(version, "attached", "wait-for-a-signal", Configuration);
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        environment?.Invoke(start.Environment);
        var program = new Ending(start);
        Assert.Equal("ready", await program.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        return program;
    }

    private async Task<int> SocketsAsync()
    {
        await using var admin = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(Configuration + ",allowAdmin=true,name=the-test");
        var clients = (string)(await admin.GetServers()[0].ExecuteAsync("CLIENT", "LIST"))!;
        return clients.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(static client => !client.Contains(" name=the-test", StringComparison.Ordinal));
    }

    /// <summary>A process that doesn't outlive its test.</summary>
    private sealed class Ending : Process
    {
        public Ending(ProcessStartInfo start)
        {
            StartInfo = start;
            Start();
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !HasExited)
            {
                Kill();
            }

            base.Dispose(disposing);
        }
    }
}
