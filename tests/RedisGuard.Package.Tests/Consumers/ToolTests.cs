using RedisGuard.Package.Tests.Packing;

namespace RedisGuard.Package.Tests.Consumers;

/// <summary>RedisGuard.Cli as a .NET tool.</summary>
public sealed class ToolTests(PackedFeed feed)
{
    [Fact]
    public async Task InstalledTool_ScansAFolder()
    {
        var folder = feed.NewFolder("Tool");
        var project = await ThrowAwayProject.CreateAsync(feed, "Scanned", Programs.Leaky, ["StackExchange.Redis/3.4.35"]);
        (await DotNet.RunAsync(folder, feed.PackagesFolder, "tool", "install", "RedisGuard.Cli", "--version", feed.Version, "--tool-path", folder)).ShouldSucceed();

        var tool = Path.Combine(folder, OperatingSystem.IsWindows() ? "redisguard.exe" : "redisguard");
        var scan = await DotNet.RunAsync(tool, folder, feed.PackagesFolder, ["scan", project.Folder]);

        Assert.Equal(1, scan.ExitCode);
        Assert.Contains("Program.cs", scan.Output, StringComparison.Ordinal);
        Assert.Contains("RG1002", scan.Output, StringComparison.Ordinal);
    }
}
