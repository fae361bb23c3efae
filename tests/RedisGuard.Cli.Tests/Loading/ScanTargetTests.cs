using RedisGuard.Cli.Commands;
using RedisGuard.Cli.Loading;
using RedisGuard.Cli.Tests.Samples;

namespace RedisGuard.Cli.Tests.Loading;

public sealed class ScanTargetTests : IDisposable
{
    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task Folder_TakesTheNearestSolution()
    {
        Projects("src/A/A.csproj", "src/B/B.csproj");
        var near = _tree.Write("Near.slnx", Code.Solution("src/A/A.csproj"));
        _tree.Write("deeper/Far.slnx", Code.Solution("../src/A/A.csproj", "../src/B/B.csproj"));
        var target = await LocateAsync("");
        Assert.Equal([near], target.Openable);
        Assert.Equal([_tree.At("src/A/A.csproj"), _tree.At("src/B/B.csproj")], target.Projects);
        Assert.Contains("Near.slnx: 1 C# projects, and 1 outside it", Assert.Single(target.Notes), StringComparison.Ordinal);
        Assert.Equal([_tree.Root], target.Folders);
    }

    [Fact]
    public async Task Folder_OfSeveralSolutionsEquallyNear_TakesTheLargest_AndSaysSo()
    {
        Projects("A/A.csproj", "B/B.csproj");
        _tree.Write("All.slnx", Code.Solution("A/A.csproj", "B/B.csproj"));
        _tree.Write("Broken.sln", "not a solution");
        _tree.Write("Aaa.slnx", Code.Solution("A/A.csproj"));
        var target = await LocateAsync("");
        Assert.Equal([_tree.At("All.slnx")], target.Openable);
        Assert.Contains("the largest of 3", Assert.Single(target.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_WithoutSolution_TakesItsProjects()
    {
        Projects("A/A.csproj", "B/B.csproj", "bin/C.csproj");
        Assert.Equal([_tree.At("A/A.csproj"), _tree.At("B/B.csproj")], (await LocateAsync("")).Openable);
    }

    [Fact]
    public async Task ClassicSolution_NamesItsCSharpProjects()
    {
        Projects("src/A/A.csproj");
        _tree.Write("All.sln",
            """

            Microsoft Visual Studio Solution File, Format Version 12.00
            Project("{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}") = "A", "src\A\A.csproj", "{11111111-1111-1111-1111-111111111111}"
            EndProject
            Project("{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}") = "Gone", "src\Gone\Gone.csproj", "{22222222-2222-2222-2222-222222222222}"
            EndProject
            Global
            EndGlobal
            """);
        var target = await LocateAsync("All.sln");
        Assert.Equal([_tree.At("src/A/A.csproj")], target.Projects);
        Assert.Empty(target.Folders);
    }

    [Fact]
    public async Task SolutionFilter_NamesProjectsRelativeToItsSolution()
    {
        Projects("src/A/A.csproj", "src/B/B.csproj");
        _tree.Write("All.slnx", Code.Solution("src/A/A.csproj", "src/B/B.csproj"));
        _tree.Write("filters/Some.slnf", """{ "solution": { "path": "..\\All.slnx", "projects": [ "src\\B\\B.csproj" ] } }""");
        Assert.Equal([_tree.At("src/B/B.csproj")], (await LocateAsync("filters/Some.slnf")).Projects);
    }

    [Theory]
    [InlineData("no/such/path", "there is no file or folder")]
    [InlineData("readme.md", "is neither a solution")]
    [InlineData("empty", "there is no C# code in")]
    [InlineData("Broken.sln", "can't be read")]
    [InlineData("Broken.slnf", "can't be read")]
    [InlineData("None.slnx", "names no C# project")]
    public async Task Unusable_SaysWhy(string path, string why)
    {
        _tree.Write("readme.md", "");
        _tree.Write("empty/readme.md", "");
        _tree.Write("Broken.sln", "not a solution");
        _tree.Write("Broken.slnf", "[]");
        _tree.Write("None.slnx", Code.Solution());
        var e = await Assert.ThrowsAsync<CannotRunException>(() => LocateAsync(path));
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_IsReadWithTheProjectThatCompilesIt()
    {
        Projects("src/A/A.csproj");
        _tree.Write("src/A/Deep/Shop.cs", "");
        var target = await LocateAsync("src/A/Deep/Shop.cs");
        Assert.Equal([_tree.At("src/A/A.csproj")], target.Projects);
        Assert.Equal(target.Projects, target.PartialProjects);
        Assert.Equal([_tree.At("src/A/Deep/Shop.cs")], target.Files);
        Assert.Empty(target.Alone);
    }

    [Fact]
    public async Task File_ThatNoProjectCompiles_IsReadAlone()
    {
        _tree.Write("A/A.csproj", "<Project Sdk='Microsoft.NET.Sdk'><ItemGroup><Compile Remove='Shop.cs' /></ItemGroup></Project>");
        _tree.Write("A/Shop.cs", "");
        var target = await LocateAsync("A/Shop.cs");
        Assert.Empty(target.Projects);
        Assert.Equal([_tree.At("A/Shop.cs")], target.Alone);
    }

    [Fact]
    public async Task SeveralTargets_AreTakenTogether()
    {
        Projects("src/A/A.csproj", "src/B/B.csproj");
        _tree.Write("src/A/Shop.cs", "");
        _tree.Write("src/B/Shop.cs", "");
        var target = await LocateAsync("src/A/A.csproj", "src/A/Shop.cs", "src/B/Shop.cs");
        Assert.Equal(_tree.At("src"), target.Root);
        Assert.Equal([_tree.At("src/A/A.csproj"), _tree.At("src/B/B.csproj")], target.Projects);
        // A is named whole.
        Assert.Equal([_tree.At("src/B/B.csproj")], target.PartialProjects);
    }

    [Fact]
    public async Task Projects_AreChosenByName()
    {
        Projects("src/Shop.Web/Shop.Web.csproj", "src/Shop.Core/Shop.Core.csproj", "src/Other/Other.csproj");
        _tree.Write("All.slnx", Code.Solution("src/Other/Other.csproj", "src/Shop.Core/Shop.Core.csproj", "src/Shop.Web/Shop.Web.csproj"));
        var target = await LocateAsync("All.slnx");
        Assert.Equal([_tree.At("src/Shop.Core/Shop.Core.csproj"), _tree.At("src/Shop.Web/Shop.Web.csproj")], target.OfProjects(["Shop.*"]).Projects);
        Assert.Equal(target.OfProjects(["shop.web"]).Projects, target.OfProjects(["shop.web"]).Openable);
        var e = Assert.Throws<CannotRunException>(() => target.OfProjects(["Ship"]));
        Assert.Equal("no project is called 'Ship': there are Other, Shop.Core, Shop.Web", e.Message);
    }

    private void Projects(params string[] paths)
    {
        foreach (var path in paths)
        {
            _tree.Write(path, "<Project Sdk='Microsoft.NET.Sdk' />");
        }
    }

    private Task<ScanTarget> LocateAsync(params string[] paths) => ScanTarget.LocateAsync([.. paths.Select(_tree.At)], TestContext.Current.CancellationToken);
}
