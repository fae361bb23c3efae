using RedisGuard.Package.Tests.Packing;

namespace RedisGuard.Package.Tests.Consumers;

/// <summary>RedisGuard.Analyzers in a project that has StackExchange.Redis already.</summary>
public sealed class AnalyzersConsumerTests(PackedFeed feed)
{
    private static readonly string[] Packages = ["RedisGuard.Analyzers", "StackExchange.Redis/3.4.35"];

    [Fact]
    public async Task LeakyProject_ShowsTheWarning()
    {
        var project = await ThrowAwayProject.CreateAsync(feed, "Leaky", Programs.Leaky, Packages);

        var build = (await project.BuildAsync()).ShouldSucceed();

        Assert.Equal(["warning RG1002"], build.Diagnostics);
        Assert.Contains("Program.cs(12,32): warning RG1002", build.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(project.OutputFolder), f => Path.GetFileName(f).StartsWith("RedisGuard", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WarningsAsErrors_FailsTheBuild()
    {
        var project = await ThrowAwayProject.CreateAsync(feed, "Strict", Programs.Leaky, Packages);

        var build = (await project.BuildAsync("-warnaserror")).ShouldFail();

        Assert.Equal(["error RG1002"], build.Diagnostics);
    }

    [Fact]
    public async Task SeverityNone_SilencesTheRule()
    {
        var project = await ThrowAwayProject.CreateAsync(feed, "Silenced", Programs.Leaky, Packages);
        await project.WriteAsync(".editorconfig", """
            [*.cs]
            dotnet_diagnostic.RG1002.severity = none
            """);

        var build = (await project.BuildAsync("-warnaserror")).ShouldSucceed();

        Assert.Empty(build.Diagnostics);
    }

    [Fact]
    public async Task DotNetFormat_AppliesTheFixAndTheResultBuildsClean()
    {
        var project = await ThrowAwayProject.CreateAsync(feed, "Formatted", Programs.Leaky, Packages);

        (await project.FormatAsync("--severity", "warn", "--diagnostics", "RG1002")).ShouldSucceed();

        Assert.Contains("await RedisConnections.GetAsync(", project.Program, StringComparison.Ordinal);
        Assert.Contains("internal static class RedisConnections", project.Program, StringComparison.Ordinal);
        Assert.Empty((await project.BuildAsync("-warnaserror")).ShouldSucceed().Diagnostics);
    }

    [Fact]
    public async Task DotNetFormat_FixesAWebProjectAndComplainsOfNothing()
    {
        var project = await ThrowAwayProject.CreateAsync(feed, "FormattedWeb", Programs.Web, Packages, sdk: "Microsoft.NET.Sdk.Web");
        await project.WriteAsync("Basket.cs", Programs.LeakyServices);

        var format = (await project.FormatAsync("--severity", "warn", "-v", "normal")).ShouldSucceed();

        Assert.DoesNotContain("Unable to fix", format.Output, StringComparison.Ordinal);
        Assert.StartsWith(Programs.CuredServices, await project.ReadAsync("Basket.cs"), StringComparison.Ordinal);
        Assert.Empty((await project.BuildAsync("-warnaserror")).ShouldSucceed().Diagnostics);
    }

    [Fact]
    public async Task DotNetFormat_FixesSeveralRulesInOneRunAndComplainsOfNothing()
    {
        string[] rules = ["RG2005", "RG3003", "RG3006", "RG3008"];
        var project = await ThrowAwayProject.CreateAsync(feed, "FormattedAtOnce", Programs.OfSeveralRules, Packages);
        Assert.Equal(rules.Select(rule => $"warning {rule}"), (await project.BuildAsync()).ShouldSucceed().Diagnostics);

        var format = (await project.FormatAsync(["--severity", "warn", "-v", "normal", "--diagnostics", .. rules])).ShouldSucceed();

        Assert.DoesNotContain("Unable to fix", format.Output, StringComparison.Ordinal);
        Assert.Empty((await project.BuildAsync("-warnaserror")).ShouldSucceed().Diagnostics);
    }

    [Fact]
    public async Task RazorComponent_IsReportedWhereItIsWritten()
    {
        var project = await ThrowAwayProject.CreateAsync(feed, "Components", Programs.Web, Packages, sdk: "Microsoft.NET.Sdk.Web");
        await project.WriteAsync("Ticker.razor", Programs.LeakyComponent);
        await project.WriteAsync("Clock.razor", Programs.CleanComponent);

        var build = (await project.BuildAsync()).ShouldSucceed();

        Assert.Equal(["warning RG2001"], build.Diagnostics);
        Assert.Contains("Ticker.razor(12,15): warning RG2001", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProjectWithoutTheLibrary_GetsNothing()
    {
        var project = await ThrowAwayProject.CreateAsync(feed, "Unrelated", Programs.LookAlike, ["RedisGuard.Analyzers"]);

        var build = (await project.BuildAsync("-warnaserror")).ShouldSucceed();

        Assert.Empty(build.Diagnostics);
    }
}
