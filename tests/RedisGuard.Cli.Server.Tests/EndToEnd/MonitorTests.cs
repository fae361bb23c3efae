using System.Text.Json.Nodes;
using RedisGuard.Cli.Monitoring.Formats;

namespace RedisGuard.Cli.Server.Tests.EndToEnd;

/// <summary><c>redisguard monitor</c> as a process, against a real server.</summary>
public sealed class MonitorTests(ServerFixture fixture)
{
    [Fact]
    public async Task Once_ShowsWhoHoldsConnections_AndNeverItself()
    {
        await using var clients = fixture.Clients();
        await clients.OpenAsync("rg:once:main:shared:1:v=1:i=web@1@60000000", 3);
        var run = await Tool.RunAsync("monitor", fixture.Endpoint, "--once", "--filter", "app=once");
        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Contains("once  pool main", run.Output, StringComparison.Ordinal);
        Assert.Contains("watching: one look tells no trend", run.Output, StringComparison.Ordinal);

        var all = await Tool.RunAsync("monitor", fixture.Endpoint, "--once", "--group", "name");
        Assert.DoesNotContain("rg:cli:monitor", all.Output, StringComparison.Ordinal);
        Assert.Contains("not counted: this monitor's own connection, client ", all.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_Csv_AndPrometheus_SayTheSame()
    {
        await using var clients = fixture.Clients();
        await clients.OpenAsync("rg:formats:main:shared:1", 2);
        string[] common = ["monitor", fixture.Endpoint, "--once", "--filter", "app=formats", "--format"];
        var json = JsonNode.Parse((await Tool.RunAsync([.. common, "json"])).Output)!;
        Assert.Equal(2, json["holders"]![0]!["now"]!.GetValue<int>());
        Assert.Equal("watching", json["holders"]![0]!["verdict"]!.GetValue<string>());
        Assert.Equal("up", json["servers"]![0]!["state"]!.GetValue<string>());
        var ndjson = await Tool.RunAsync([.. common, "ndjson"]);
        Assert.Single(ndjson.Output.TrimEnd().Split('\n'));
        var csv = (await Tool.RunAsync([.. common, "csv"])).Output.Split('\n');
        Assert.Equal(CsvFormat.Header, csv[0]);
        Assert.Contains(",formats  pool main,shared,2,0,0,0,", csv[1], StringComparison.Ordinal);
        var prometheus = (await Tool.RunAsync([.. common, "prometheus"])).Output;
        Assert.Contains("redisguard_clients{holder=\"formats  pool main\",kind=\"shared\"} 2\n", prometheus, StringComparison.Ordinal);
        Assert.Contains($"redisguard_up{{server=\"{fixture.Endpoint}\"}} 1\n", prometheus, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leak_IsFoundLive_AndFailsTheRun()
    {
        await using var clients = fixture.Clients();
        await clients.OpenAsync("leaky-app");
        using var tool = Tool.Start("monitor", fixture.Endpoint, "--watch", "--interval", "1s", "--format", "ndjson", "--filter", "name=leaky-app", "--fail-on", "leak");
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        while (await tool.StandardOutput.ReadLineAsync(deadline.Token) is { } line && !line.Contains("\"verdict\":\"leaking\"", StringComparison.Ordinal))
        {
            await clients.OpenAsync("leaky-app", 2);
        }

        using (var interrupt = System.Diagnostics.Process.Start("kill", ["-INT", FormattableString.Invariant($"{tool.Id}")]))
        {
            await interrupt.WaitForExitAsync(deadline.Token);
        }

        await tool.StandardOutput.ReadToEndAsync(deadline.Token);
        var error = await tool.StandardError.ReadToEndAsync(deadline.Token);
        await tool.WaitForExitAsync(deadline.Token);
        Assert.Equal(1, tool.ExitCode);
        Assert.Matches(@"^redisguard: leaking: leaky-app .*none died, no reuse", error);
    }

    [Fact]
    public async Task SteadyHolder_IsSteady_AndWritesItsFiles()
    {
        using var folder = new TempFolder();
        await using var clients = fixture.Clients();
        await clients.OpenAsync("steady-app", 4);
        var run = await Tool.RunAsync(
            "monitor", fixture.Endpoint, "--for", "8s", "--interval", "1s", "--filter", "name=steady-app", "--fail-on", "leak,churn,orphan",
            "--output", folder.At("out.csv"), "--history", folder.At("h.ndjson"));
        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Contains("steady", run.Output, StringComparison.Ordinal);
        var cancellation = TestContext.Current.CancellationToken;
        var csv = await File.ReadAllLinesAsync(folder.At("out.csv"), cancellation);
        Assert.Equal(CsvFormat.Header, csv[0]);
        Assert.All(csv.Skip(1), static line => Assert.Contains("steady-app", line, StringComparison.Ordinal));
        Assert.InRange(csv.Length, 3, 10);
        var replay = await Tool.RunAsync("monitor", "--replay", folder.At("h.ndjson"), "--filter", "name=steady-app");
        Assert.Equal(0, replay.ExitCode);
        Assert.Contains("steady-app", replay.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stat_IsALineALook()
    {
        var run = await Tool.RunAsync("monitor", fixture.Endpoint, "--stat", "--interval", "200ms", "--for", "3s");
        var lines = run.Output.TrimEnd().Split('\n');
        Assert.InRange(lines.Length, 2, 16);
        Assert.All(lines, line => Assert.Matches(@"^\d\d:\d\d:\d\d  127\.0\.0\.1:\d+  clients \d+", line));
    }

    [Fact]
    public async Task Redacted_HasNeitherAddressNorUser()
    {
        await using var clients = fixture.Clients();
        await clients.OpenAsync("redacted-app");
        var run = await Tool.RunAsync("monitor", fixture.Endpoint, "--once", "--redact", "--format", "json", "--group", "addr", "--filter", "name=redacted-app");
        Assert.DoesNotContain("\"127.0.0.1\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("addr-", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HostileName_IsHarmless()
    {
        await using var clients = fixture.Clients();
        await clients.OpenAsync("=cmd|'[red]/'!\u00e9\u202e");
        foreach (var format in (string[])["text", "json", "csv", "prometheus"])
        {
            var run = await Tool.RunAsync("monitor", fixture.Endpoint, "--once", "--format", format, "--group", "name");
            Assert.Equal(0, run.ExitCode);
            Assert.DoesNotContain('\u202e', run.Output);
            Assert.DoesNotContain(",=cmd", run.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("'soon'", "--interval", "soon")]
    [InlineData("at least", "--interval", "1ms")]
    [InlineData("'x'", "--for", "x")]
    [InlineData("--format", "--format", "xml")]
    [InlineData("--group", "--group", "colour")]
    [InlineData("is no field of a client", "--filter", "colour=red")]
    [InlineData("expected leak, churn", "--fail-on", "leaks")]
    [InlineData("exclude each other", "--once", "--stat")]
    [InlineData("exclude each other", "--once", "--for", "1s")]
    [InlineData("a format of its own", "--stat", "--format", "json")]
    [InlineData("no/such/file", "--replay", "no/such/file")]
    [InlineData("no/such/file", "--cacert", "no/such/file")]
    [InlineData("no/such/file", "--cert", "no/such/file")]
    [InlineData("'--nonsense'", "--nonsense")]
    [InlineData("is no endpoint", "cache:port")]
    [InlineData("the URL", "http://cache")]
    [InlineData("'-1'", "--wait-for-slot=-1")]
    [InlineData("no/such/folder", "--once", "--output", "no/such/folder/x.csv")]
    [InlineData("no/such/folder", "--once", "--history", "no/such/folder/x")]
    public async Task WrongInput_IsOneLine(string why, params string[] arguments) => (await Tool.RunAsync(["monitor", .. arguments])).ShouldRefuse(why);
}
