using RedisGuard.Package.Tests.Packing;
using RedisGuard.Watch.Tests.Probes;

namespace RedisGuard.Package.Tests.Consumers;

/// <summary>
/// The whole way, as docs/leak-report.md tells it: a program leaks while it runs, the report becomes a squiggle at the call, the
/// fix in the light bulb mends it, and the next run is clean.
/// </summary>
public sealed class StoryTests(PackedFeed feed, ServerFixture server)
{
    private const string Catalogue = """
        using StackExchange.Redis;

        namespace Shop;

        internal static class Catalogue
        {
            public static async Task<string?> FindAsync(string redis)
            {
                var connection = await ConnectionMultiplexer.ConnectAsync(redis);
                return await connection.GetDatabase().StringGetAsync("product");
            }
        }
        """;

    private const string Main = """
        for (var visit = 0; visit < 4; visit++)
        {
            await Shop.Catalogue.FindAsync(args[0]);
        }
        """;

    [Fact]
    public async Task LeakOfARun_IsASquiggleAtItsCall_AndGoneAfterTheFix()
    {
        var tool = await InstallAsync();
        var project = await ThrowAwayProject.CreateAsync(feed, "Shop", Main, ["RedisGuard.Pool", "StackExchange.Redis/3.4.35"]);
        await project.WriteAsync("Catalogue.cs", Catalogue);

        // Built as a forge builds: its paths are not those of the machine that reads the report.
        (await project.BuildAsync($"-p:PathMap={project.Folder}=/_/src")).ShouldSucceed();
        var leaking = await RunAsync(tool, project, "--report", "redisguard.leaks.json");
        Assert.True(leaking.ExitCode == 1, leaking.Output);
        Assert.Contains("LEAK     Catalogue.cs:9 Shop.Catalogue.FindAsync  opened 4, closed 0, lost without being closed 4", leaking.Output, StringComparison.Ordinal);

        var told = (await project.BuildAsync("--no-incremental")).ShouldSucceed();
        Assert.Equal(["warning RG1002"], told.Diagnostics); // once: the report raises the rule's own message
        Assert.Matches(@"Catalogue\.cs\(9,32\): warning RG1002: .*; seen at run time: it was lost without being closed 2 times in 1 process", told.Output);

        (await project.FormatAsync("--severity", "warn", "--diagnostics", "RG1002")).ShouldSucceed();
        Assert.Empty((await project.BuildAsync()).ShouldSucceed().Diagnostics);

        var clean = await RunAsync(tool, project);
        Assert.Equal(0, clean.ExitCode);
        Assert.StartsWith("redisguard: no leak. 1 connection opened", clean.Output, StringComparison.Ordinal);
    }

    private async Task<string> InstallAsync()
    {
        var folder = feed.NewFolder("StoryTool");
        (await DotNet.RunAsync(folder, feed.PackagesFolder, "tool", "install", "RedisGuard.Cli", "--version", feed.Version, "--tool-path", folder)).ShouldSucceed();
        return Path.Combine(folder, OperatingSystem.IsWindows() ? "redisguard.exe" : "redisguard");
    }

    private Task<ProgramResult> RunAsync(string tool, ThrowAwayProject project, params string[] options) => DotNet.RunAsync(
        tool, project.Folder, feed.PackagesFolder,
        ["run", .. options, "--", Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Path.Combine(project.OutputFolder, "Shop.dll"), server.Configuration]);
}
