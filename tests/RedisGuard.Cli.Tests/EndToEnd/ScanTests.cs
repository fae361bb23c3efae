using System.Text.Json.Nodes;
using RedisGuard.Cli.Tests.Samples;

namespace RedisGuard.Cli.Tests.EndToEnd;

/// <summary>The built tool as its users run it, with the shipped analyzers.</summary>
public sealed class ScanTests : IDisposable
{
    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task Project_WithALeak_IsExitCode1()
    {
        _tree.Write("Shop.csproj", Code.Project());
        _tree.Write("Shop.cs", Code.Leak);
        var run = await ToolRun.ScanAsync(_tree.At("Shop.csproj"));
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("Shop.cs\n  7:19 warning RG1002 ", Unix(run.Output), StringComparison.Ordinal);
        Assert.Contains("    7 | var mux = ConnectionMultiplexer.Connect(\"localhost\");\n      |           ~~~~~", Unix(run.Output), StringComparison.Ordinal);
        Assert.Contains("docs/rules/RG1002.md", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 finding in 1 file of 1 project.\n", Unix(run.Output), StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Solution_WithoutALeak_IsExitCode0()
    {
        _tree.Write("src/Shop/Shop.csproj", Code.Project());
        _tree.Write("src/Shop/Shop.cs", Code.Clean);
        _tree.Write("All.slnx", Code.Solution("src/Shop/Shop.csproj"));
        var run = await ToolRun.ScanAsync(_tree.At("All.slnx"));
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("No findings in ", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("--loose")]
    public async Task FaultThatABuildLeavesToTheLibrary_IsReported(params string[] how)
    {
        _tree.Write("Shop.csproj", Code.Project());
        _tree.Write("Shop.cs", Code.Hang);
        var run = await ToolRun.ScanAsync([_tree.At("Shop.csproj"), .. how]);
        Assert.StartsWith("Shop.cs\n  8:9 warning RG3004 ", Unix(run.Output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RemarkThatBuildsHave_IsMadeOfLooseSourcesAlone()
    {
        _tree.Write("Shop.csproj", Code.Project());
        _tree.Write("Shop.cs", Code.Wait);
        var opened = await ToolRun.ScanAsync(_tree.At("Shop.csproj"));
        var loose = await ToolRun.ScanAsync(_tree.At("Shop.csproj"), "--loose");
        Assert.DoesNotContain("RG4004", opened.Output, StringComparison.Ordinal);
        Assert.StartsWith("Shop.cs\n  5:42 info RG4004 ", Unix(loose.Output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BareFolder_IsScanned()
    {
        _tree.Write("Shop.cs", Code.Leak);
        var run = await ToolRun.ScanAsync(_tree.Root);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("as loose sources.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BrokenProject_AndBrokenCode_AreScanned()
    {
        _tree.Write("Shop.csproj", "<Project Sdk='Microsoft.NET.Sdk'><oops>");
        _tree.Write("Shop.cs", Code.Leak);
        _tree.Write("Broken.cs", "class { void ( => ; \"unclosed @@@ }}}");
        var run = await ToolRun.ScanAsync(_tree.Root);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("RG1002", run.Output, StringComparison.Ordinal);
        Assert.Contains("note: ", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Theory]
    [InlineData("none", 0)]
    [InlineData("error", 0)]
    [InlineData("warning", 1)]
    [InlineData("info", 1)]
    public async Task FailOn_DecidesTheExitCode(string failOn, int expected)
    {
        _tree.Write("Shop.cs", Code.Leak);
        var run = await ToolRun.ScanAsync(_tree.Root, "--fail-on", failOn, "--loose");
        Assert.Equal(expected, run.ExitCode);
        Assert.Contains("1 finding", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Severity_IsTheLeastReported_AndComesFromEditorConfig()
    {
        _tree.Write("Shop.cs", Code.Leak);
        Assert.Contains("No findings", (await ToolRun.ScanAsync(_tree.Root, "--severity", "error")).Output, StringComparison.Ordinal);
        _tree.Write(".editorconfig", "[*.cs]\ndotnet_diagnostic.RG1002.severity = error\n");
        var run = await ToolRun.ScanAsync(_tree.Root, "--severity", "error", "--fail-on", "error");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error RG1002", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no file or folder", "no/such/folder")]
    [InlineData("is neither a solution", "notes.txt")]
    [InlineData("--format", ".", "--format", "xml")]
    [InlineData("--nonsense", ".", "--nonsense")]
    [InlineData("'RG9999' is no rule", ".", "--rules", "RG9999")]
    [InlineData("no project is called 'Ship'", ".", "--projects", "Ship")]
    [InlineData("expected Name=Value", ".", "-p", "Edition")]
    [InlineData("no such folder", ".", "--sarif", "/no/such/folder/out.sarif")]
    [InlineData("a directory", "Shop.cs.d", "--sarif", "")]
    public async Task WhatCannotRun_IsExitCode2_AndOneLine(string why, string target, params string[] options)
    {
        _tree.Write("notes.txt", "");
        _tree.Write("Shop.cs.d/Shop.cs", Code.Leak);
        // A folder where a file should go.
        var run = await ToolRun.ScanAsync([_tree.At(target), .. options.Select(option => option.Length == 0 ? _tree.Root : option)]);
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.StartsWith("redisguard: ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        if (why != "a directory")
        {
            Assert.Contains(why, run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task File_IsReportedAlone()
    {
        _tree.Write("Shop.csproj", Code.Project());
        _tree.Write("Shop.cs", Code.Leak);
        _tree.Write("Deep/Other.cs", Code.Leak.Replace("class Shop", "class Other", StringComparison.Ordinal));
        var run = await ToolRun.ScanAsync(_tree.At("Deep/Other.cs"), "--loose");
        Assert.StartsWith("Deep/Other.cs\n", Unix(run.Output), StringComparison.Ordinal);
        Assert.Contains("1 finding in 2 files of 1 project", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SeveralTargets_AndChoices_AreOneReport()
    {
        _tree.Write("A/A.cs", Code.Leak);
        _tree.Write("B/B.cs", Code.Leak);
        _tree.Write("C/C.cs", Code.Leak);
        var both = await ToolRun.ScanAsync(_tree.At("A"), _tree.At("B/B.cs"), "--loose");
        Assert.Contains("2 findings in 2 files of 2 projects", both.Output, StringComparison.Ordinal);

        var some = await ToolRun.ScanAsync(_tree.Root, "--loose", "--include", "A,B", "--exclude", "B.cs");
        Assert.StartsWith("A/A.cs\n", Unix(some.Output), StringComparison.Ordinal);
        Assert.Contains("note: reported as asked for: files A, B; without files B.cs\n", Unix(some.Output), StringComparison.Ordinal);
        Assert.Contains("1 finding in 3 files", some.Output, StringComparison.Ordinal);

        Assert.Contains("No findings", (await ToolRun.ScanAsync(_tree.Root, "--loose", "--rules", "RG2xxx,RG1001")).Output, StringComparison.Ordinal);
        Assert.Contains("No findings", (await ToolRun.ScanAsync(_tree.Root, "--loose", "--exclude-rules", "RG1xxx")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("--loose")]
    public async Task BuildProperty_IsObeyed(params string[] how)
    {
        _tree.Write("Shop.csproj", Code.Project("<DefineConstants Condition=\"'$(Edition)' == 'Large'\">$(DefineConstants);LARGE</DefineConstants>"));
        _tree.Write("Shop.cs", $"#if LARGE\n{Code.Leak}#endif\n");
        Assert.Contains("No findings", (await ToolRun.ScanAsync([_tree.Root, .. how])).Output, StringComparison.Ordinal);
        Assert.Contains("1 finding", (await ToolRun.ScanAsync([_tree.Root, "-p:Edition=Large", .. how])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CodeWithoutTheLibrary_IsSaidToHaveNone()
    {
        _tree.Write("Shop.cs", "class Shop;");
        Assert.EndsWith("No findings in 1 file of 1 project, as loose sources. Nothing here uses StackExchange.Redis.\n", Unix((await ToolRun.ScanAsync(_tree.Root)).Output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_IsAllThatAPipeGets()
    {
        _tree.Write("Shop.cs", Code.Leak);
        var run = await ToolRun.ScanAsync(_tree.Root, "--format", "json");
        Assert.Equal("RG1002", JsonNode.Parse(run.Output)!["findings"]![0]!["id"]!.GetValue<string>());
        Assert.Equal('{', run.Output[0]);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Pipe_GetsNoEscapeSequences_AndUnbrokenLines()
    {
        _tree.Write($"{new string('d', 120)}/Shop.cs", Code.Leak);
        var run = await ToolRun.ScanAsync(_tree.Root);
        Assert.DoesNotContain('\u001b', run.Output + run.Error);
        Assert.StartsWith($"{new string('d', 120)}/Shop.cs\n", Unix(run.Output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sarif_IsWritten_EvenWithoutFindings()
    {
        _tree.Write("Shop.cs", Code.Clean);
        var run = await ToolRun.ScanAsync(_tree.Root, "--sarif", _tree.At("log.sarif"));
        Assert.Equal(0, run.ExitCode);
        var log = JsonNode.Parse(await File.ReadAllTextAsync(_tree.At("log.sarif"), TestContext.Current.CancellationToken))!;
        Assert.Empty(log["runs"]![0]!["results"]!.AsArray());
        Assert.Contains(log["runs"]![0]!["tool"]!["driver"]!["rules"]!.AsArray(), rule => rule!["id"]!.GetValue<string>() == "RG1002");
    }

    [Fact]
    public async Task Loose_WritesNothingIntoTheTree()
    {
        _tree.Write("Shop.csproj", Code.Project());
        _tree.Write("Shop.cs", Code.Leak);
        Assert.Equal(1, (await ToolRun.ScanAsync(_tree.Root, "--loose")).ExitCode);
        Assert.Equal(["Shop.cs", "Shop.csproj"], Directory.EnumerateFileSystemEntries(_tree.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private static string Unix(string text) => text.ReplaceLineEndings("\n");
}
