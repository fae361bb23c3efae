using System.Diagnostics;
using System.Globalization;

namespace RedisGuard.Cli.Server.Tests.EndToEnd;

/// <summary>Servers that don't tell all, or nothing: what the monitor makes of each.</summary>
public sealed class ServerStateTests
{
    [Fact]
    public async Task Password_IsTakenFromEveryPlace_AndNeverShown()
    {
        await using var server = await RedisProcess.StartAsync("--requirepass", "hunter2secret");
        var endpoint = FormattableString.Invariant($"127.0.0.1:{server.Port}");
        (await Tool.RunAsync("monitor", endpoint, "--once")).ShouldRefuse("asks for a password");
        var wrong = await Tool.RunAsync("monitor", $"{endpoint},password=hunter3secret", "--once");
        wrong.ShouldRefuse("WRONGPASS");
        Assert.DoesNotContain("hunter3secret", wrong.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Tool.RunAsync("monitor", $"{endpoint},password=hunter2secret", "--once")).ExitCode);
        Assert.Equal(0, (await Tool.RunAsync("monitor", $"redis://:hunter2secret@{endpoint}", "--once")).ExitCode);
        var run = await Tool.RunAsync("hunter2secret", ["monitor", endpoint, "--once", "--password-stdin", "--format", "json"]);
        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("hunter2secret", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UserWithoutRights_GetsWhatInfoTells_AndTheLineToAskFor()
    {
        await using var server = await RedisProcess.StartAsync();
        await using var clients = new Clients(server);
        await clients.AskAsync("ACL", "SETUSER", "mon", "on", ">pw", "+info", "+ping");
        await clients.OpenAsync("app", 3);
        var run = await Tool.RunAsync("monitor", $"{clients.Endpoint},user=mon,password=pw", "--once");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("clients 3 of", run.Output, StringComparison.Ordinal);
        Assert.Contains("ask for  ACL SETUSER mon +client|list", run.Output, StringComparison.Ordinal);

        // With the rights that the line names, all is told.
        await clients.AskAsync("ACL", "SETUSER", "mon", "+client|list", "+client|id", "+client|setname", "+client|no-evict");
        var whole = await Tool.RunAsync("monitor", $"{clients.Endpoint},user=mon,password=pw", "--once");
        Assert.Contains("app", whole.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ask for", whole.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FullServer_IsWaitedFor_ThenTold()
    {
        await using var server = await RedisProcess.StartAsync("--maxclients", "3");
        await using var clients = new Clients(server);
        var held = await clients.OpenAsync("app", 3);
        (await Tool.RunAsync("monitor", clients.Endpoint, "--once", "--wait-for-slot", "300ms")).ShouldRefuse("Redis keeps no slot for an administrator");

        var waiting = Tool.RunAsync("monitor", clients.Endpoint, "--once", "--wait-for-slot", "60s");
        await clients.CloseAsync(held[0]);
        var run = await waiting;
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("clients 2 of 3", run.Output, StringComparison.Ordinal);
        Assert.Contains("rejected ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnreachableServer_IsALine_AndExitCode2()
    {
        (await Tool.RunAsync("monitor", "127.0.0.1:1", "--once")).ShouldRefuse("can't connect");
        (await Tool.RunAsync("monitor", "no.such.host.invalid", "--once")).ShouldRefuse("can't connect");
    }

    [Fact]
    public async Task OneServerOfTwo_IsEnough()
    {
        await using var server = await RedisProcess.StartAsync();
        var run = await Tool.RunAsync("monitor", FormattableString.Invariant($"127.0.0.1:{server.Port},127.0.0.1:1"), "--once");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("127.0.0.1:1  UNREACHABLE", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServerThatDiesWhileWatched_IsAState_AndComesBack_AndCtrlCEndsTheWatch()
    {
        await using var server = await RedisProcess.StartAsync();
        using var tool = Tool.Start("monitor", FormattableString.Invariant($"127.0.0.1:{server.Port}"), "--watch", "--interval", "200ms", "--format", "ndjson");
        await LineAsync("\"state\":\"up\"");
        await server.KillAsync();
        await LineAsync("\"state\":\"unreachable\"");
        await server.RestartAsync();
        await LineAsync("\"state\":\"up\"");
        using (var interrupt = Process.Start("kill", ["-INT", tool.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await interrupt.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var rest = await tool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tool.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, string.Empty), (tool.ExitCode, await tool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)));
        // No line is torn.
        Assert.True(rest.Length == 0 || rest.EndsWith("}\n", StringComparison.Ordinal), rest);

        async Task LineAsync(string part)
        {
            using var deadline = new CancellationTokenSource(Eventually.Deadline);
            while (await tool.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
            {
                if (line.Contains(part, StringComparison.Ordinal))
                {
                    return;
                }
            }

            Assert.Fail($"The monitor ended before it said {part}: {await tool.StandardError.ReadToEndAsync(deadline.Token)}");
        }
    }

    [Fact]
    public async Task LoadingServer_IsAState()
    {
        using var folder = new TempFolder();
        await using (var full = await RedisProcess.StartAsync("--dir", folder.Root, "--enable-debug-command", "yes"))
        {
            await using var clients = new Clients(full);
            await clients.AskAsync("DEBUG", "POPULATE", "20000");
            await clients.AskAsync("SAVE");
        }

        // Some 40 s of loading, with a look at the network each KiB.
        await using var slow = await LoadingServer.StartAsync(folder.Root);
        var run = await Tool.RunAsync("monitor", slow.Endpoint, "--once");
        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Contains("LOADING", run.Output, StringComparison.Ordinal);
        Assert.Contains("the server reads its data", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Garnet_TellsLess_AndNothingIsMadeUp()
    {
        await using IRedisServer server = GarnetInProcess.Start();
        await using var clients = new Clients(server);
        await clients.OpenAsync("on-garnet", 3);
        var run = await Tool.RunAsync("monitor", clients.Endpoint, "--once");
        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Contains("garnet", run.Output, StringComparison.Ordinal);
        Assert.Contains("on-garnet", run.Output, StringComparison.Ordinal);
        Assert.Contains("clients 3", run.Output, StringComparison.Ordinal);
        Assert.Contains("not told by this server: idle, last command, buffers, subscriptions", run.Output, StringComparison.Ordinal);
    }
}
