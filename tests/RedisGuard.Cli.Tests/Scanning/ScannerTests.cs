using RedisGuard.Cli.Loading;
using RedisGuard.Cli.Scanning;
using RedisGuard.Cli.Tests.Samples;

namespace RedisGuard.Cli.Tests.Scanning;

public sealed class ScannerTests : IDisposable
{
    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task Finding_CarriesAllThatAReportShows()
    {
        _tree.Write("A.cs", Code.Leak);
        var finding = Assert.Single((await Scans.LooseAsync(_tree.Root)).Findings);
        Assert.Equal("TS0001", finding.Id);
        Assert.Equal(new Place("A.cs", 7, 19, 7, 61), finding.Place);
        Assert.Equal("        var mux = ConnectionMultiplexer.Connect(\"localhost\");", finding.SourceLine);
        Assert.Equal("https://example.org/TS0001", finding.HelpLink);
        Assert.Equal(Path.GetFileName(_tree.Root), finding.Project);
        Assert.Equal(7, Assert.Single(finding.Related).Line);
    }

    [Fact]
    public async Task ThrowingAnalyzer_IsCounted_AndHidesNothingOfTheOthers()
    {
        _tree.Write("A.cs", Code.Leak);
        var result = await Scans.RunAsync(_tree.Root, loose: true, new OpensAnalyzer(), new ThrowingAnalyzer());
        Assert.Equal("TS0001", Assert.Single(result.Findings).Id);
        var failure = Assert.Single(result.Failures);
        Assert.Equal("ThrowingAnalyzer", failure.Analyzer);
        Assert.Contains("InvalidOperationException: out of order", failure.Exception, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CodeWithoutTheLibrary_IsNotAnalysed()
    {
        _tree.Write("A.cs", "class A { void M() => System.Console.WriteLine(); }");
        var result = await Scans.RunAsync(_tree.Root, loose: true, new ThrowingAnalyzer());
        Assert.Empty(result.Failures);
        Assert.False(Assert.Single(result.Projects).Analyzed);
    }

    [Fact]
    public void ProjectOfSeveralFrameworks_IsOneProject()
    {
        var merged = ScannedProject.Merge(
        [
            new ScannedProject("Shop", "Shop.csproj", LoadMode.MSBuild, 3, Analyzed: false),
            new ScannedProject("Shop", "Shop.csproj", LoadMode.MSBuild, 4, Analyzed: true),
            new ScannedProject("Shop", "old/Shop.csproj", LoadMode.MSBuild, 1, Analyzed: false),
        ]);
        Assert.Equal(["Shop.csproj 4 True", "old/Shop.csproj 1 False"], merged.Select(project => $"{project.Path} {project.Files} {project.Analyzed}"));
    }

    [Fact]
    public void Catalog_FindsTheShippedAnalyzers()
    {
        var rules = AnalyzerCatalog.Shipped().SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(rule => rule.Id);
        Assert.Subset(rules.ToHashSet(), new HashSet<string> { "RG1000", "RG1001", "RG1002" });
    }

    [Fact]
    public void Catalog_TakesNothingButAnalyzers() =>
        Assert.Equal([nameof(OpensAnalyzer), nameof(ThrowingAnalyzer)], AnalyzerCatalog.In(typeof(ScannerTests).Assembly).Select(analyzer => analyzer.GetType().Name));
}
