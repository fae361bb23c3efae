using RedisGuard.Package.Tests.Packing;

namespace RedisGuard.Package.Tests.Consumers;

/// <summary>RedisGuard.Pool alone: the library and the analyzers must come with it.</summary>
public sealed class PoolConsumerTests(PackedFeed feed)
{
    private static readonly string[] Packages = ["RedisGuard.Pool"];

    [Fact]
    public async Task LeakyProject_IsWarnedByTheAnalyzersThatCameAlong()
    {
        var project = await ThrowAwayProject.CreateAsync(feed, "PoolLeaky", Programs.Leaky, Packages);

        var build = (await project.BuildAsync()).ShouldSucceed();

        Assert.Equal(["warning RG1002"], build.Diagnostics);
    }

    [Fact]
    public async Task DotNetFormat_RedirectsToThePoolAndTheResultBuildsClean()
    {
        var project = await ThrowAwayProject.CreateAsync(feed, "PoolFormatted", Programs.Leaky, Packages);

        (await project.FormatAsync("--severity", "warn", "--diagnostics", "RG1002")).ShouldSucceed();

        Assert.Contains("using RedisGuard.Pool;", project.Program, StringComparison.Ordinal);
        Assert.Contains("RedisPool.For(\"localhost:6379\")", project.Program, StringComparison.Ordinal);
        Assert.Empty((await project.BuildAsync("-warnaserror")).ShouldSucceed().Diagnostics);
    }

    [Fact]
    public async Task PooledProject_BuildsCleanAndRunsWithoutTheAnalyzers()
    {
        var project = await ThrowAwayProject.CreateAsync(feed, "Pooled", Programs.Pooled, Packages);

        Assert.Empty((await project.BuildAsync("-warnaserror")).ShouldSucceed().Diagnostics);

        Assert.Equal("the pool is ready", (await project.RunAsync()).ShouldSucceed().Output.Trim());
        Assert.Equal(
            ["RedisGuard.Pool.dll", "RedisGuard.Watch.dll"],
            Directory.EnumerateFiles(project.OutputFolder, "RedisGuard*").Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task OldestFramework_BuildsClean()
    {
        var project = await ThrowAwayProject.CreateAsync(feed, "PooledOnNet8", Programs.Pooled, Packages, framework: "net8.0");

        Assert.Empty((await project.BuildAsync("-warnaserror")).ShouldSucceed().Diagnostics);
    }
}
