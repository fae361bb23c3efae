using RedisGuard.Cli.Loading;
using RedisGuard.Cli.Scanning;
using RedisGuard.Cli.Tests.Samples;

namespace RedisGuard.Cli.Tests.Loading.MSBuild;

public sealed class MSBuildLoaderTests : IDisposable
{
    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task Solution_OpensWithItsConfiguration()
    {
        _tree.Write(".editorconfig", "root = true\n[*.cs]\nredisguard.test_word = the real build\n[Quiet/**.cs]\ndotnet_diagnostic.TS0001.severity = none\n");
        _tree.Write("Shop/Shop.csproj", Code.Project("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>"));
        _tree.Write("Shop/A.cs", Code.Leak);
        _tree.Write("Quiet/Quiet.csproj", Code.Project(items: "<ProjectReference Include='../Shop/Shop.csproj' />"));
        _tree.Write("Quiet/B.cs", Code.Leak.Replace("class Shop", "class Other", StringComparison.Ordinal));
        var result = await Scans.MSBuildAsync(_tree.Write("All.slnx", Code.Solution("Shop/Shop.csproj", "Quiet/Quiet.csproj")));
        var finding = Assert.Single(result.Findings);
        Assert.Equal("Shop/A.cs:7 Warning 'Connect' opens a connection in the real build", $"{finding.Place.Path}:{finding.Place.Line} {finding.Severity} {finding.Message}");
        Assert.All(result.Projects, project => Assert.Equal(LoadMode.MSBuild, project.Mode));
        Assert.Empty(result.Notes);
    }

    [Fact]
    public async Task ProjectThatCannotBeRestored_IsReadLoose_AndSaysSo()
    {
        _tree.Write("Shop.csproj", Code.UnrestorableProject());
        _tree.Write("A.cs", Code.Leak);
        var result = await Scans.MSBuildAsync(_tree.At("Shop.csproj"));
        Assert.Single(result.Findings);
        Assert.Equal(LoadMode.Loose, Assert.Single(result.Projects).Mode);
        Assert.Contains("Shop.csproj can't be restored (", Assert.Single(result.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProjectWithoutTheLibraryThatItNames_IsReadLoose()
    {
        _tree.Write("Shop.csproj", "<Project Sdk='Microsoft.NET.Sdk'><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        _tree.Write("A.cs", Code.Leak);
        var result = await Scans.MSBuildAsync(_tree.At("Shop.csproj"));
        Assert.Single(result.Findings);
        Assert.Contains("MSBuild can't give Shop.csproj", Assert.Single(result.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BrokenProjectOfASolution_IsReadLoose_AndTheOthersOpen()
    {
        _tree.Write("Good/Good.csproj", Code.Project());
        _tree.Write("Good/A.cs", Code.Leak);
        _tree.Write("Odd/Odd.csproj", "<Project Sdk='Microsoft.NET.Sdk'><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        _tree.Write("Odd/B.cs", Code.Leak);
        _tree.Write("loose/C.cs", Code.Leak);
        _tree.Write("All.slnx", Code.Solution("Good/Good.csproj", "Odd/Odd.csproj"));
        var result = await Scans.MSBuildAsync(_tree.Root);
        Assert.Equal(["Good/A.cs", "Odd/B.cs", "loose/C.cs"], result.Findings.Select(finding => finding.Place.Path).Order(StringComparer.Ordinal));
        Assert.Equal([LoadMode.MSBuild, LoadMode.Loose, LoadMode.Loose], result.Projects.Select(project => project.Mode));
    }

    [Fact]
    public async Task ProjectOfASolutionThatCannotBeRestored_TurnsNoOtherLoose_OnEveryRun()
    {
        _tree.Write("Good/Good.csproj", Code.Project());
        _tree.Write("Good/A.cs", Code.Leak);
        _tree.Write("App/App.csproj", Code.UnrestorableProject());
        _tree.Write("App/B.cs", Code.Leak);
        var solution = _tree.Write("All.slnx", Code.Solution("App/App.csproj", "Good/Good.csproj"));
        var first = await Scans.MSBuildAsync(solution);
        Assert.Equal(["App Loose", "Good MSBuild"], Modes(first));
        Assert.Contains("App.csproj can't be restored (", Assert.Single(first.Notes), StringComparison.Ordinal);
        var second = await Scans.MSBuildAsync(solution);
        Assert.Equal(Modes(first), Modes(second));
        Assert.Equal(first.Notes, second.Notes);
    }

    [Fact]
    public async Task SolutionWhoseRestoreNeverEnds_IsReadLooseAfterAWhile()
    {
        _tree.Write("Shop/Shop.csproj", Code.Project().Replace("</Project>", "<Target Name='Wait' BeforeTargets='_GenerateRestoreGraph;_GenerateRestoreGraphProjectEntry;CollectPackageReferences'><Exec Command='sleep 600 || ping -n 600 127.0.0.1' /></Target></Project>", StringComparison.Ordinal));
        _tree.Write("Shop/A.cs", Code.Leak);
        var result = await Scans.MSBuildAsync(_tree.Write("All.slnx", Code.Solution("Shop/Shop.csproj")), TimeSpan.FromSeconds(8));
        Assert.Equal(["Shop Loose"], Modes(result));
        Assert.Equal("Shop.csproj can't be restored (not done after 8 s): read as loose sources, without their packages", Assert.Single(result.Notes));
    }

    [Fact]
    public async Task RazorComponent_IsReportedWhereItIsWritten()
    {
        _tree.Write("Shop/Shop.csproj", Code.Project().Replace("Microsoft.NET.Sdk", "Microsoft.NET.Sdk.Web", StringComparison.Ordinal));
        _tree.Write("Shop/Program.cs", "WebApplication.CreateBuilder(args).Build().Run();");
        _tree.Write("Shop/Pages/Ticker.razor", Code.LeakyComponent);
        var result = await Scans.RunAsync(_tree.Root, loose: false, AnalyzerCatalog.Shipped());
        var finding = Assert.Single(result.Findings);
        Assert.Equal("Shop/Pages/Ticker.razor:8:19", $"{finding.Place.Path}:{finding.Place.Line}:{finding.Place.Column}");
        Assert.Equal(["Shop MSBuild"], Modes(result));
        Assert.Empty(result.Notes);
    }

    private static IEnumerable<string> Modes(ScanResult result) =>
        result.Projects.Select(static project => $"{project.Name} {project.Mode}").Order(StringComparer.Ordinal);

    [Fact]
    public async Task ProjectThatDoesNotParse_IsReadLoose()
    {
        _tree.Write("Shop.csproj", "<Project Sdk='Microsoft.NET.Sdk'><oops>");
        _tree.Write("A.cs", Code.Leak);
        Assert.Single((await Scans.MSBuildAsync(_tree.Root)).Findings);
    }
}
