using System.Xml.Linq;

namespace RedisGuard.Package.Tests.Packing;

/// <summary>Content of each package, to the file: an extra one is shipped to everybody, a missing one breaks everybody.</summary>
public sealed class PackageContentTests(PackedFeed feed)
{
    [Fact]
    public void Analyzers_HoldsTheTwoPlugIns() => Assert.Equal(
        [
            "README.md",
            "RedisGuard.Analyzers.nuspec",
            "analyzers/dotnet/roslyn4.8/cs/RedisGuard.Analyzers.dll",
            "analyzers/dotnet/roslyn4.8/cs/RedisGuard.CodeFixes.dll",
            "build/RedisGuard.Analyzers.props",
            "build/RedisGuard.Analyzers.targets",
            "build/presets/ci.globalconfig",
            "build/presets/leaks-only.globalconfig",
            "build/presets/off.globalconfig",
            "build/presets/strict.globalconfig",
            "buildTransitive/RedisGuard.Analyzers.props",
            "buildTransitive/RedisGuard.Analyzers.targets",
            "icon.png",
        ],
        feed.EntriesOf("RedisGuard.Analyzers"));

    [Fact]
    public void Pool_HoldsBothFrameworks() => Assert.Equal(
        [
            "README.md",
            "RedisGuard.Pool.nuspec",
            "icon.png",
            "lib/net10.0/RedisGuard.Pool.dll",
            "lib/net10.0/RedisGuard.Pool.xml",
            "lib/net10.0/RedisGuard.Watch.dll",
            "lib/net8.0/RedisGuard.Pool.dll",
            "lib/net8.0/RedisGuard.Pool.xml",
            "lib/net8.0/RedisGuard.Watch.dll",
        ],
        feed.EntriesOf("RedisGuard.Pool"));

    [Fact]
    public void PoolSymbols_HoldBothFrameworks() => Assert.Equal(
        ["RedisGuard.Pool.nuspec", "lib/net10.0/RedisGuard.Pool.pdb", "lib/net8.0/RedisGuard.Pool.pdb"],
        feed.EntriesOf("RedisGuard.Pool", "snupkg"));

    [Fact]
    public void Testing_HoldsItselfAlone() => Assert.Equal(
        ["README.md", "RedisGuard.Testing.nuspec", "build/RedisGuard.Testing.targets", "build/everyTest/MSTest.cs", "build/everyTest/NUnit.cs",
         "build/everyTest/WatchAtLoad.cs", "build/everyTest/XunitV3.cs", "icon.png", "lib/net8.0/RedisGuard.Testing.dll", "lib/net8.0/RedisGuard.Testing.xml"],
        feed.EntriesOf("RedisGuard.Testing"));

    [Fact]
    public void Dashboard_HoldsItselfAlone() => Assert.Equal(
        ["README.md", "RedisGuard.Dashboard.nuspec", "icon.png", "lib/net10.0/RedisGuard.Dashboard.dll", "lib/net10.0/RedisGuard.Dashboard.xml",
         "lib/net8.0/RedisGuard.Dashboard.dll", "lib/net8.0/RedisGuard.Dashboard.xml"],
        feed.EntriesOf("RedisGuard.Dashboard"));

    [Fact]
    public void Cli_HoldsTheToolAndWhatItLoads()
    {
        using var list = new StreamReader(typeof(PackageContentTests).Assembly.GetManifestResourceStream("RedisGuard.Cli.entries.txt")!);

        Assert.Equal(list.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries), feed.EntriesOf("RedisGuard.Cli"));
    }

    [Fact]
    public void Analyzers_IsADevelopmentDependencyThatDependsOnNothing()
    {
        var metadata = feed.MetadataOf("RedisGuard.Analyzers");

        Assert.Equal("true", Value(metadata, "developmentDependency"));
        Assert.Empty(metadata.Elements(metadata.Name.Namespace + "dependencies"));
    }

    [Theory]
    [InlineData("net8.0")]
    [InlineData("net10.0")]
    public void Pool_DependsOnTheOldestLibraryAndBringsTheAnalyzers(string framework)
    {
        var metadata = feed.MetadataOf("RedisGuard.Pool");
        var dependencies = metadata.Descendants(metadata.Name.Namespace + "group")
            .Single(g => g.Attribute("targetFramework")!.Value == framework)
            .Elements()
            .ToDictionary(d => d.Attribute("id")!.Value);

        Assert.Equal("2.13.17", dependencies["StackExchange.Redis"].Attribute("version")!.Value);
        var analyzers = dependencies["RedisGuard.Analyzers"];
        Assert.Equal(feed.Version, analyzers.Attribute("version")!.Value);
        Assert.Null(analyzers.Attribute("exclude"));
        Assert.Contains("Analyzers", analyzers.Attribute("include")!.Value.Split(','));
    }

    [Theory]
    [InlineData("RedisGuard.Analyzers")]
    [InlineData("RedisGuard.Pool")]
    [InlineData("RedisGuard.Cli")]
    [InlineData("RedisGuard.Testing")]
    [InlineData("RedisGuard.Dashboard")]
    public void EveryPackage_SaysWhatItIs(string id)
    {
        var metadata = feed.MetadataOf(id);

        Assert.Equal("MIT", Value(metadata, "license"));
        Assert.Equal("README.md", Value(metadata, "readme"));
        Assert.Equal("icon.png", Value(metadata, "icon"));
        Assert.NotEqual("Package Description", Value(metadata, "description"));
        Assert.False(string.IsNullOrEmpty(metadata.Element(metadata.Name.Namespace + "repository")?.Attribute("commit")?.Value), "no commit for SourceLink");
    }

    private static string? Value(XElement metadata, string name) => metadata.Element(metadata.Name.Namespace + name)?.Value;
}
