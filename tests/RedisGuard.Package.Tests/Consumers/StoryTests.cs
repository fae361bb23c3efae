using RedisGuard.Package.Tests.Packing;

namespace RedisGuard.Package.Tests.Consumers;

/// <summary>
/// The whole way, as docs/leak-report.md tells it, on LeakyShop as it stands in the repository: the shop leaks while it runs, the
/// report becomes a squiggle at the call, the fixes of the light bulb mend it, and the next run is clean.
/// </summary>
public sealed class StoryTests(PackedFeed feed)
{
    [Fact]
    public async Task LeakOfARun_IsASquiggleAtItsCall_AndGoneAfterTheFix()
    {
        var tool = await InstallAsync();
        var shop = await ThrowAwayProject.CreateAsync(
            feed, "LeakyShop", "", ["RedisGuard.Pool", "RedisGuard.Dashboard", "StackExchange.Redis/3.4.35", "Microsoft.Garnet/2.2.8", "Spectre.Console/0.57.2"], sdk: "Microsoft.NET.Sdk.Web");
        await shop.CopyAsync(Path.Combine(PackedFeed.RepositoryRoot, "docs/samples/LeakyShop"));

        // Built as a forge builds: its paths are not those of the machine that reads the report.
        (await shop.BuildAsync($"-p:PathMap={shop.Folder}=/_/src")).ShouldSucceed();
        var leaking = await RunAsync(tool, shop, "--report", "redisguard.leaks.json");
        Assert.True(leaking.ExitCode == 1, leaking.Output);
        Assert.Matches(@"LEAK +LeakyCatalogue\.cs:12 LeakyShop\.Catalogue\.LeakyCatalogue\.FindAsync +opened \d+, closed 0, lost without being closed \d+", leaking.Output);
        Assert.Matches(@"CHURN +LeakyBasket\.cs:11 LeakyShop\.Basket\.LeakyBasket\.AddAsync ", leaking.Output);

        var told = (await shop.BuildAsync("--no-incremental")).ShouldSucceed();
        Assert.Equal(told.Diagnostics.Distinct(), told.Diagnostics); // once: the report raises the rule's own message
        Assert.Matches(@"LeakyCatalogue\.cs\(12,32\): warning RG1002: .*; seen at run time: it was lost without being closed \d+ times in 1 process", told.Output);

        var mended = (await shop.FormatAsync("--severity", "warn", "--diagnostics", "RG1001", "RG1002", "RG3009")).ShouldSucceed();
        Assert.DoesNotContain("Unable to fix", mended.Output, StringComparison.Ordinal);
        (await shop.BuildAsync()).ShouldSucceed();

        var clean = await RunAsync(tool, shop);
        Assert.True(clean.ExitCode == 0, clean.Output);
        Assert.Contains("redisguard: no leak.", clean.Output, StringComparison.Ordinal);
    }

    private async Task<string> InstallAsync()
    {
        var folder = feed.NewFolder("StoryTool");
        (await DotNet.RunAsync(folder, feed.PackagesFolder, "tool", "install", "RedisGuard.Cli", "--version", feed.Version, "--tool-path", folder)).ShouldSucceed();
        return Path.Combine(folder, OperatingSystem.IsWindows() ? "redisguard.exe" : "redisguard");
    }

    private Task<ProgramResult> RunAsync(string tool, ThrowAwayProject project, params string[] options) => DotNet.RunAsync(
        tool, project.Folder, feed.PackagesFolder,
        ["run", .. options, "--", Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Path.Combine(project.OutputFolder, "LeakyShop.dll")]);
}
