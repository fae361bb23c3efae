using System.Diagnostics;
using RedisGuard.Watch.Reports;

namespace RedisGuard.Watch.Tests.Probes;

/// <summary>The watched program doesn't notice.</summary>
public sealed class HarmlessTests(ServerFixture server)
{
    [Fact]
    public async Task WatchThatFails_SaysSoOnceAndTheProgramGoesOn()
    {
        var (result, _) = await Probe.RunAsync(LibraryVersions.Newest, "watch-fails", "return", server);
        Assert.Equal(Probe.ExitCode, result.ExitCode);
        Assert.StartsWith("RedisGuard: the watch is off, the program goes on without it. DirectoryNotFoundException: ", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Sdk_IsLeftAlone()
    {
        var reports = Directory.CreateTempSubdirectory("redisguard-sdk-");
        try
        {
            var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["--list-sdks"]) { RedirectStandardOutput = true };
            start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(ConnectionWatch).Assembly.Location;
            start.Environment[HookVariables.ReportFolder] = reports.FullName;
            using var sdk = Process.Start(start)!;
            await sdk.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, sdk.ExitCode);
            Assert.Empty(reports.GetFiles("*.json"));
        }
        finally
        {
            reports.Delete(recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(LibraryVersions.Three), MemberType = typeof(LibraryVersions))]
    public async Task NameSites_TellTheServerTheLine(string version)
    {
        using var probe = Probe.Start(version, "held-list", "wait-for-a-signal", server, environment: static environment => environment[HookVariables.NameSites] = "1");
        Assert.Equal("waiting", await probe.Output.ReadLineAsync(TestContext.Current.CancellationToken));
        await using var admin = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(server.Configuration + ",allowAdmin=true");
        var clients = (string)(await admin.GetServers()[0].ExecuteAsync("CLIENT", "LIST"))!;
        var line = MarkedLine.Of("held in a list");
        Assert.Equal(8, clients.Split('\n').Count(client => client.Contains($" name=rg:site:Shapes.cs:{line}:", StringComparison.Ordinal)));
    }
}
