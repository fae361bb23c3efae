using System.Text.Json.Nodes;

namespace RedisGuard.Cli.Server.Tests.EndToEnd;

/// <summary><c>redisguard cleanup</c> against a real server: in each scenario, who must live and who must die.</summary>
public sealed class CleanupTests : IAsyncLifetime
{
    private const string Dead = "i=far@1@60000000";
    private const string Later = "i=far@2@60000100";

    private readonly TempFolder _folder = new();
    private RedisProcess _server = null!;
    private Clients _clients = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisProcess.StartAsync();
        _clients = new Clients(_server);
    }

    public async ValueTask DisposeAsync()
    {
        await _clients.DisposeAsync();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task WithoutYes_InAPipe_NothingIsClosed()
    {
        await _clients.OpenAsync("batch", 3);
        var run = await CleanAsync("--idle", "0s", "--filter", "name=batch");
        await IdleAsync();
        run = await CleanAsync("--idle", "0s", "--filter", "name=batch");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("would close 3", run.Output, StringComparison.Ordinal);
        Assert.Contains("dry run: nothing was closed", run.Output, StringComparison.Ordinal);
        await LivingAsync("batch", "batch", "batch");
    }

    [Fact]
    public async Task Idle_ClosesTheIdleOnly()
    {
        await _clients.OpenAsync("batch", 2);
        await IdleAsync();
        await _clients.OpenAsync("fresh", 2);
        var run = await CleanAsync("--idle", "1s", "--yes", "--max", "10");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("closed 2", run.Output, StringComparison.Ordinal);
        await LivingAsync("fresh", "fresh");
    }

    [Fact]
    public async Task Default_ClosesOrphansOnly_AndIdleAloneIsNone()
    {
        // Idle for less than 150 s: even the orphan's turn has not come.
        await _clients.OpenAsync($"rg:shop:main:shared:1:v=1:{Dead}");
        await IdleAsync();
        Assert.Contains("nothing to close", (await CleanAsync("--yes")).Output, StringComparison.Ordinal);
        await LivingAsync($"rg:shop:main:shared:1:v=1:{Dead}");
    }

    [Fact]
    public async Task Orphans_OfAProcessOfThisMachineThatEnded_Die_TheOthersLive()
    {
        var machine = Environment.MachineName;
        await _clients.OpenAsync("rg:shop:main:shared:1:v=1:i=elsewhere@1@60000000");
        await _clients.OpenAsync("plain");
        await IdleAsync();
        // The test's own process has the other end of them all, so that none is an orphan whatever its name says.
        await _clients.OpenAsync($"rg:shop:main:shared:1:v=1:i={machine}@999999@60000000");
        await IdleAsync();
        Assert.Contains("nothing to close", (await CleanAsync("--orphans", "--idle", "0s", "--yes")).Output, StringComparison.Ordinal);
        Assert.Equal(3, (await _clients.ListAsync()).Count);
    }

    [Fact]
    public async Task Filter_IsAnAnd_OfEveryCondition()
    {
        await _clients.OpenAsync("shop-a");
        await _clients.OpenAsync("shop-b");
        await _clients.OpenAsync("other-a");
        var run = await ForceAsync("--filter", "name=shop-* name=*-a", "--yes", "--max", "10");
        Assert.Equal(0, run.ExitCode);
        await LivingAsync("other-a", "shop-b");
    }

    [Fact]
    public async Task Force_ClosesTheUsedToo_ButNeverItselfOrAReplicaOrASentinelOrAMonitor()
    {
        await using var replica = await RedisProcess.StartAsync("--replicaof", "127.0.0.1", FormattableString.Invariant($"{_server.Port}"));
        await Eventually.TrueAsync(async () => (await _clients.ListAsync()).Any(static row => row.Has('S')));
        await _clients.OpenAsync("app", 2);
        await _clients.OpenAsync("sentinel-abc-cmd");
        var monitor = await _clients.OpenAsync("watcher");
        await monitor.AskAsync(["MONITOR"], TestContext.Current.CancellationToken);

        var run = await ForceAsync("--all", "--yes", "--max", "10");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("closed 2", run.Output, StringComparison.Ordinal);
        Assert.Contains("MONITOR sessions 1, replicas 1, sentinels 1", run.Output, StringComparison.Ordinal);
        Assert.Equal(["replica", "sentinel-abc-cmd", "watcher"], (await _clients.ListAsync()).Select(static row => row.Has('S') ? "replica" : row.Name!).Order(StringComparer.Ordinal));

        // Seen from the replica: its link to the master lives.
        await using var onReplica = new Clients(replica);
        await Eventually.TrueAsync(async () => (await onReplica.ListAsync()).Any(static row => row.Has('M')));
        var there = await Tool.RunAsync("cleanup", "force", onReplica.Endpoint, "--all", "--yes", "--max", "10");
        Assert.Contains("masters 1", there.Output, StringComparison.Ordinal);
        Assert.Contains(await onReplica.ListAsync(), static row => row.Has('M'));
    }

    [Fact]
    public async Task Monitor_DiesWhenAskedFor()
    {
        var monitor = await _clients.OpenAsync("watcher");
        await monitor.AskAsync(["MONITOR"], TestContext.Current.CancellationToken);
        Assert.Equal(0, (await ForceAsync("--filter", "name=watcher", "--include-monitor", "--yes")).ExitCode);
        await LivingAsync();
    }

    [Fact]
    public async Task ProtectedUser_Lives()
    {
        await _clients.AskAsync("ACL", "SETUSER", "boss", "on", ">pw", "~*", "+@all");
        await using var boss = new Clients(_server, "boss", "pw");
        await boss.OpenAsync("app-boss");
        await _clients.OpenAsync("app");
        using var process = Tool.Start("cleanup", "force", _clients.Endpoint, "--all", "--yes", "--max", "10");
        Assert.NotNull(process);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        // Not protected: both die. Then the variable says who is.
        await LivingAsync();
        await boss.OpenAsync("app-boss");
        await _clients.OpenAsync("app");
        var run = await Tool.RunWithAsync("REDISGUARD_PROTECTED_USERS", "boss, other", "cleanup", "force", _clients.Endpoint, "--all", "--yes", "--max", "10");
        Assert.Contains("protected users 1", run.Output, StringComparison.Ordinal);
        await LivingAsync("app-boss");
    }

    [Fact]
    public async Task Subscribers_AreSelectedByType()
    {
        var subscriber = await _clients.OpenAsync("feed");
        await subscriber.AskAsync(["SUBSCRIBE", "news"], TestContext.Current.CancellationToken);
        await _clients.OpenAsync("app");
        Assert.Equal(0, (await ForceAsync("--filter", "type=pubsub", "--yes")).ExitCode);
        await LivingAsync("app");
    }

    [Fact]
    public async Task Plan_IsWritten_AndApplied_ToWhatStillFulfilsIt()
    {
        await _clients.OpenAsync("batch", 2);
        var used = await _clients.OpenAsync("batch");
        var gone = await _clients.OpenAsync("batch");
        await IdleAsync();
        var plan = _folder.At("plan.json");
        var audit = _folder.At("audit.ndjson");
        var planned = await CleanAsync("--idle", "1s", "--plan", plan, "--filter", "name=batch");
        Assert.Contains("would close 4", planned.Output, StringComparison.Ordinal);
        await LivingAsync("batch", "batch", "batch", "batch");
        await used.AskAsync(["PING"], TestContext.Current.CancellationToken);
        await _clients.CloseAsync(gone);
        await Eventually.TrueAsync(async () => (await _clients.ListAsync()).Count == 3);
        await _clients.OpenAsync("batch");

        var run = await Tool.RunAsync("cleanup", _clients.Endpoint, "--apply", plan, "--yes", "--audit", audit, "--max", "10");
        Assert.Contains("closed 2, gone before 1, changed and spared 1, not tried 0", run.Output, StringComparison.Ordinal);
        await LivingAsync("batch", "batch");
        var lines = (await File.ReadAllLinesAsync(audit, TestContext.Current.CancellationToken)).Select(static line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(["changed", "closed", "closed", "gone"], lines.Select(static line => line["result"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.All(lines, static line => Assert.NotNull(line["plan"]));
        Assert.All(lines, line => Assert.Equal(_clients.Endpoint, line["endpoint"]!.GetValue<string>()));
    }

    [Fact]
    public async Task PlanOfAServerThatRestarted_IsVoid()
    {
        await _clients.OpenAsync("batch", 2);
        var plan = _folder.At("plan.json");
        await ForceAsync("--filter", "name=batch", "--plan", plan);
        await _server.KillAsync();
        await _server.RestartAsync();
        await _clients.OpenAsync("batch", 2);
        var run = await Tool.RunAsync("cleanup", _clients.Endpoint, "--apply", plan, "--yes");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("restarted since the plan was made", run.Output, StringComparison.Ordinal);
        await LivingAsync("batch", "batch");
    }

    [Fact]
    public async Task PlanForAnotherServer_IsRefused()
    {
        await _clients.OpenAsync("batch");
        var plan = _folder.At("plan.json");
        await ForceAsync("--filter", "name=batch", "--plan", plan);
        await using var other = await RedisProcess.StartAsync();
        (await Tool.RunAsync("cleanup", FormattableString.Invariant($"127.0.0.1:{other.Port}"), "--apply", plan, "--yes")).ShouldFailWith("none of the named servers");
        await LivingAsync("batch");
    }

    [Fact]
    public async Task MoreThanAFifth_NeedsItsNumber()
    {
        await _clients.OpenAsync("batch", 8);
        (await ForceAsync("--all", "--yes")).ShouldFailWith("more than a fifth: nothing was closed; say --max 8");
        (await ForceAsync("--all", "--yes", "--max", "7")).ShouldFailWith("more than 7");
        Assert.Equal(8, (await _clients.ListAsync()).Count);
        Assert.Equal(0, (await ForceAsync("--all", "--yes", "--max", "8", "--rate", "1000/s")).ExitCode);
        await LivingAsync();
    }

    [Fact]
    public async Task Oldest_TakesOneOfEachHolder()
    {
        await _clients.OpenAsync("a", 3);
        await _clients.OpenAsync("b", 2);
        Assert.Equal(0, (await ForceAsync("--all", "--victims", "oldest", "--yes", "--max", "10")).ExitCode);
        await LivingAsync("a", "a", "b");
    }

    [Fact]
    public async Task OwnersThatComeBack_StopTheCleaning()
    {
        await using var owner = new ReturningClients(_clients.Endpoint, "stubborn", 25);
        await owner.StartAsync();
        var run = await ForceAsync("--filter", "name=stubborn", "--yes", "--max", "100", "--rate", "1000/s");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("closed 10", run.Output, StringComparison.Ordinal);
        Assert.Contains("not tried 15", run.Output, StringComparison.Ordinal);
        Assert.Contains("they come back: 10 of 10", run.Output, StringComparison.Ordinal);
        Assert.Contains("redisguard attach", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LivingOwners_AreNamedBefore()
    {
        await _clients.OpenAsync("batch");
        var run = await ForceAsync("--filter", "name=batch");
        Assert.Contains(FormattableString.Invariant($"owners that run: pid {Environment.ProcessId}"), run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StopFile_StopsIt()
    {
        await _clients.OpenAsync("batch", 3);
        await File.WriteAllTextAsync(_folder.At("stop"), "", TestContext.Current.CancellationToken);
        var run = await ForceAsync("--all", "--yes", "--stop-file", _folder.At("stop"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("the stop file", run.Output, StringComparison.Ordinal);
        await LivingAsync("batch", "batch", "batch");
    }

    [Fact]
    public async Task CtrlC_EndsAfterTheCurrentOne_AndTheAuditIsComplete()
    {
        await _clients.OpenAsync("batch", 20);
        var audit = _folder.At("audit.ndjson");
        using var tool = Tool.Start("cleanup", "force", _clients.Endpoint, "--filter", "name=batch", "--yes", "--max", "20", "--rate", "2/s", "--audit", audit);
        await Eventually.TrueAsync(async () => (await _clients.ListAsync()).Count(static row => row.Name == "batch") < 20);
        using (var interrupt = System.Diagnostics.Process.Start("kill", ["-INT", FormattableString.Invariant($"{tool.Id}")]))
        {
            await interrupt.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var output = await tool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tool.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, tool.ExitCode);
        Assert.Contains("stopped: interrupted", output, StringComparison.Ordinal);
        var lines = (await File.ReadAllLinesAsync(audit, TestContext.Current.CancellationToken)).Select(static line => JsonNode.Parse(line)!["result"]!.GetValue<string>()).ToList();
        Assert.Equal(20, lines.Count);
        Assert.Equal((await _clients.ListAsync()).Count, lines.Count(static result => result == "not tried"));
    }

    [Fact]
    public async Task UserWithoutTheRightToKill_IsTold_BeforeAnythingIsDone()
    {
        await _clients.AskAsync("ACL", "SETUSER", "mon", "on", ">pw", "+info", "+client|list", "+client|id", "+client|setname");
        await _clients.OpenAsync("batch");
        (await Tool.RunAsync("cleanup", "force", $"{_clients.Endpoint},user=mon,password=pw", "--all", "--yes")).ShouldFailWith("ACL SETUSER mon +client|list +client|kill");
        await LivingAsync("batch");
    }

    [Fact]
    public async Task ServerThatTellsNoIdleTimes_IsCleanedOfNothing()
    {
        await using IRedisServer garnet = GarnetInProcess.Start();
        await using var clients = new Clients(garnet);
        await clients.OpenAsync("batch", 2);
        (await Tool.RunAsync("cleanup", clients.Endpoint, "--yes")).ShouldRefuse("doesn't tell idle times");
        Assert.Equal(0, (await Tool.RunAsync("cleanup", "force", clients.Endpoint, "--filter", "name=batch", "--yes")).ExitCode);
        await Eventually.TrueAsync(async () => (await clients.ListAsync()).Count == 0);
    }

    [Fact]
    public async Task TestMatching_SelectsOfASavedList()
    {
        var list = _folder.At("list.txt");
        await File.WriteAllTextAsync(
            list,
            $"""
            id=1 addr=10.0.0.1:1 laddr=10.0.0.9:6379 name=rg:shop:main:shared:1:v=1:{Dead} age=9000 idle=900 flags=N db=0 sub=0 psub=0 tot-mem=1 cmd=get user=default
            id=2 addr=10.0.0.1:2 laddr=10.0.0.9:6379 name=rg:shop:main:shared:1:v=1:{Later} age=90 idle=9 flags=N db=0 sub=0 psub=0 tot-mem=1 cmd=get user=default
            id=3 addr=10.0.0.2:3 laddr=10.0.0.9:6379 name= age=9000 idle=9000 flags=N db=0 sub=0 psub=0 tot-mem=1 cmd=get user=default
            id=4 addr=10.0.0.3:4 laddr=10.0.0.9:6379 name= age=9000 idle=9000 flags=S db=0 sub=0 psub=0 tot-mem=1 cmd=replconf user=default
            """,
            TestContext.Current.CancellationToken);
        var orphans = await Tool.RunAsync("cleanup", "--test-matching", list);
        Assert.Contains("would close 1", orphans.Output, StringComparison.Ordinal);
        Assert.Contains("shop  pool main  shared", orphans.Output, StringComparison.Ordinal);
        var idle = await Tool.RunAsync("cleanup", "--test-matching", list, "--idle", "10m");
        Assert.Contains("would close 2", idle.Output, StringComparison.Ordinal);
        Assert.Contains("replicas 1", idle.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prompt_IsAskedOnATerminal_AndNoIsNo()
    {
        await _clients.OpenAsync("batch");
        await using var terminal = await Terminal.StartAsync(140, 24, "cleanup", "force", _clients.Endpoint, "--all");
        await terminal.ShowsAsync($"Type {_clients.Endpoint} to go on:");
        await terminal.PressAsync("y", "Enter");
        await terminal.ShowsAsync("dry run: nothing was closed");
        await terminal.ShowsAsync("exit 0");
        await LivingAsync("batch");
        await using var agreed = await Terminal.StartAsync(140, 24, "cleanup", "force", _clients.Endpoint, "--all");
        await agreed.ShowsAsync($"Type {_clients.Endpoint} to go on:");
        await agreed.PressAsync(_clients.Endpoint, "Enter");
        await agreed.ShowsAsync("DONE");
        await LivingAsync();
    }

    [Fact]
    public async Task Reset_ShowsSetsAndGuards()
    {
        var shown = await ResetAsync();
        Assert.Matches(@"maxclients +\d+", shown.Output);
        var dry = await ResetAsync("--timeout", "300");
        Assert.Contains("0 -> 300", dry.Output, StringComparison.Ordinal);
        Assert.Contains("dry run: nothing was changed", dry.Output, StringComparison.Ordinal);
        Assert.Equal("0", (await _clients.AskAsync("CONFIG", "GET", "timeout")).Items[1].Text);

        var done = await ResetAsync("--maxclients", "200", "--timeout", "300", "--tcp-keepalive", "60", "--yes", "--rewrite");
        Assert.Equal(0, done.ExitCode);
        Assert.Contains("its file couldn't be written", done.Output, StringComparison.Ordinal);
        Assert.Equal("200", (await _clients.AskAsync("CONFIG", "GET", "maxclients")).Items[1].Text);
        Assert.Equal("60", (await _clients.AskAsync("CONFIG", "GET", "tcp-keepalive")).Items[1].Text);
        (await ResetAsync("--maxclients", "20", "--yes")).ShouldFailWith("everybody would be locked out");
        Assert.Equal("200", (await _clients.AskAsync("CONFIG", "GET", "maxclients")).Items[1].Text);
    }

    [Fact]
    public async Task Reset_WithoutTheRight_NamesIt()
    {
        await _clients.AskAsync("ACL", "SETUSER", "mon", "on", ">pw", "+info");
        (await Tool.RunAsync("cleanup", "reset", $"{_clients.Endpoint},user=mon,password=pw", "--timeout", "300", "--yes")).ShouldRefuse("+config|get +config|set");
    }

    [Theory]
    [InlineData("say which by --filter, or --all", "force")]
    [InlineData("exclude each other", "force", "--all", "--filter", "name=x")]
    [InlineData("'--all'", "--all")]
    [InlineData("'soon'", "--idle", "soon")]
    [InlineData("is no field", "--filter", "x=1")]
    [InlineData("expected a rate", "--rate", "fast")]
    [InlineData("expected a rate", "--rate", "0/s")]
    [InlineData("expected a whole number", "--max", "0")]
    [InlineData("--victims", "--victims", "young")]
    [InlineData("--plan: no such folder", "--plan", "no/such/folder/plan.json")]
    [InlineData("--audit: no such folder", "--audit", "no/such/folder/audit.ndjson")]
    [InlineData("there is no option '--colour'", "--colour")]
    [InlineData("no/such/file", "--apply", "no/such/file")]
    [InlineData("no/such/file", "--test-matching", "no/such/file")]
    [InlineData("expected a whole number", "reset", "--maxclients", "-5")]
    [InlineData("expected a whole number", "reset", "--timeout", "soon")]
    [InlineData("expected a whole number", "reset", "--tcp-keepalive", "1.5")]
    [InlineData("--rewrite without a setting", "reset", "--rewrite")]
    [InlineData("can't connect", "127.0.0.1:1")]
    [InlineData("can't connect", "reset", "127.0.0.1:1")]
    public async Task WrongInput_IsOneLine(string why, params string[] arguments) => (await Tool.RunAsync(["cleanup", .. arguments])).ShouldRefuse(why);

    [Fact]
    public async Task WhatIsNoPlan_IsRefused()
    {
        await File.WriteAllTextAsync(_folder.At("x"), "{}", TestContext.Current.CancellationToken);
        (await Tool.RunAsync("cleanup", _clients.Endpoint, "--apply", _folder.At("x"))).ShouldRefuse("is not a plan");
        await File.WriteAllTextAsync(_folder.At("x"), "[{}]", TestContext.Current.CancellationToken);
        (await Tool.RunAsync("cleanup", _clients.Endpoint, "--apply", _folder.At("x"))).ShouldRefuse("is not a plan");
    }

    private Task<Tool> CleanAsync(params string[] arguments) => Tool.RunAsync(["cleanup", _clients.Endpoint, "--stop-file", _folder.At("no-stop"), .. arguments]);

    private Task<Tool> ForceAsync(params string[] arguments) => Tool.RunAsync(["cleanup", "force", _clients.Endpoint, .. arguments]);

    private Task<Tool> ResetAsync(params string[] arguments) => Tool.RunAsync(["cleanup", "reset", _clients.Endpoint, .. arguments]);

    private Task LivingAsync(params string[] names) => Eventually.TrueAsync(
        async () => (await _clients.ListAsync()).Select(static row => row.Name!).Order(StringComparer.Ordinal).SequenceEqual(names),
        $"only {string.Join(", ", names)} live");

    /// <summary>Until the server tells two seconds of idling for all.</summary>
    private Task IdleAsync() => Eventually.TrueAsync(async () => (await _clients.ListAsync()).All(static row => row.IdleSeconds >= 2));
}
