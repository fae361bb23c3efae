using System.Text.Json;
using RedisGuard.Analyzers.Baselines;
using RedisGuard.Cli.Commands;
using RedisGuard.Cli.Reporting;
using RedisGuard.Cli.Scanning;
using RedisGuard.Cli.Tests.Samples;

namespace RedisGuard.Cli.Tests.Baselines;

/// <summary>The life of a baseline: written once, new findings fail, cured ones are taken out, nothing slips in.</summary>
public sealed class BaselineScanTests : IDisposable
{
    private const string Leak = "var m = ConnectionMultiplexer.Connect(c); m.GetDatabase().Ping();";

    private readonly TempTree _tree = new();

    public BaselineScanTests()
    {
        _tree.Write(".git/HEAD", "ref: refs/heads/main");
        _tree.Write("src/Shop/Shop.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        Members($"public void Old(string c) {{ {Leak} }}");
    }

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task FirstBaseline_TakesAllAndTheNextScanIsClean()
    {
        var written = await ScanAsync(write: true);
        Assert.Equal(ExitCodes.Clean, written.ExitCode);

        var next = await ScanAsync();
        Assert.Equal(ExitCodes.Clean, next.ExitCode);
        Assert.Contains("baseline: 1 known finding left out (", next.Output, StringComparison.Ordinal);
        Assert.Contains("No new findings", next.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Baseline_HasNoLinesNoDatesNoTextOfTheCode()
    {
        await ScanAsync(write: true);

        var line = Assert.Single(
            await File.ReadAllLinesAsync(_tree.At("redisguard.baseline.json"), TestContext.Current.CancellationToken), static line => line.Contains("RG1002", StringComparison.Ordinal));
        Assert.Matches("""^    \{"rule":"RG1002","path":"src/Shop/Shop.cs","member":"Shop.Cart.Old\(string\)","code":"ConnectionMultiplexer.Connect","nth":1,"text":"sha256:[0-9a-f]{16}"\}$""", line);
    }

    [Fact]
    public async Task NewFinding_FailsAlone()
    {
        await ScanAsync(write: true);
        Members($"public void Added(string c) {{ {Leak} }} public void Old(string c) {{ {Leak} }}");

        var next = await ScanAsync();

        Assert.Equal(ExitCodes.Findings, next.ExitCode);
        Assert.Contains("1 new finding in", next.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewFinding_EntersAnExistingBaselineOnlyWhenAccepted()
    {
        await ScanAsync(write: true);
        Members($"public void Added(string c) {{ {Leak} }} public void Old(string c) {{ {Leak} }}");

        Assert.Equal(ExitCodes.Findings, (await ScanAsync(write: true)).ExitCode);
        Assert.Equal(1, Entries());

        Assert.Equal(ExitCodes.Clean, (await ScanAsync(write: true, acceptNew: true)).ExitCode);
        Assert.Equal(2, Entries());
    }

    [Fact]
    public async Task CuredFinding_IsToldAndTakenOut()
    {
        await ScanAsync(write: true);
        Members("public void Old(IConnectionMultiplexer m) { m.GetDatabase().Ping(); }");

        var next = await ScanAsync();
        Assert.Equal(ExitCodes.Clean, next.ExitCode);
        Assert.Contains("It still has 1 cured finding: ", next.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Findings, (await ScanAsync(failOnStale: true)).ExitCode);

        await ScanAsync(write: true);
        Assert.Equal(0, Entries());
        Assert.Equal(ExitCodes.Clean, (await ScanAsync(failOnStale: true)).ExitCode);
    }

    [Fact]
    public async Task ScanOfAPart_KeepsTheEntriesOfTheRest()
    {
        _tree.Write("src/Other/Other.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        _tree.Write("src/Other/Other.cs", $"using StackExchange.Redis; namespace Other; public class Cart {{ public void Old(string c) {{ {Leak} }} }}");
        await ScanAsync(write: true);
        Assert.Equal(2, Entries());

        await ScanAsync(write: true, target: "src/Shop");

        Assert.Equal(2, Entries());
    }

    [Fact]
    public async Task IgnoreBaseline_ReportsAll()
    {
        await ScanAsync(write: true);
        Assert.Equal(ExitCodes.Findings, (await ScanAsync(ignore: true)).ExitCode);
    }

    [Fact]
    public async Task Sarif_HasTheStateOfEachFinding()
    {
        await ScanAsync(write: true);
        Members($"public void Added(string c) {{ {Leak} }} public void Old(string c) {{ {Leak} }}");

        await ScanAsync(sarif: _tree.At("out.sarif"));

        using var log = JsonDocument.Parse(await File.ReadAllTextAsync(_tree.At("out.sarif"), TestContext.Current.CancellationToken));
        var states = log.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().Select(static result => result.GetProperty("baselineState").GetString());
        Assert.Equal(["new", "unchanged"], states.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Sarif_HasSuppressedFindingsWithTheirReason()
    {
        Members($"[System.Diagnostics.CodeAnalysis.SuppressMessage(\"RedisGuard\", \"RG1002\", Justification = \"ends with the process\")] public void Old(string c) {{ {Leak} }}");

        var run = await ScanAsync(sarif: _tree.At("out.sarif"));

        Assert.Contains("No findings", run.Output, StringComparison.Ordinal);
        using var log = JsonDocument.Parse(await File.ReadAllTextAsync(_tree.At("out.sarif"), TestContext.Current.CancellationToken));
        var suppression = Assert.Single(log.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()).GetProperty("suppressions")[0];
        Assert.Equal(("inSource", "ends with the process"), (suppression.GetProperty("kind").GetString(), suppression.GetProperty("justification").GetString()));
    }

    [Fact]
    public async Task NoOutput_ShowsAPassword()
    {
        Members("public void Old() { using var m = ConnectionMultiplexer.Connect(\"cache:6379,password=hunter2secret\"); m.GetDatabase().Ping(); }");
        foreach (var format in Enum.GetValues<ScanFormat>())
        {
            var run = await RunAsync(Settings() with { Format = format, SarifFile = _tree.At("out.sarif") });
            Assert.Contains("RG5002", run.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", run.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", await File.ReadAllTextAsync(_tree.At("out.sarif"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        await ScanAsync(write: true);
        Assert.DoesNotContain("hunter2", await File.ReadAllTextAsync(_tree.At("redisguard.baseline.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--accept-new needs --write-baseline")]
    [InlineData("--fail-on-stale needs a baseline; write one with --write-baseline")]
    [InlineData("no such baseline: ")]
    [InlineData("is not a baseline of version 1")]
    public async Task WrongInput_IsOneLine(string message)
    {
        var none = _tree.Write("none.json", "{}");
        var settings = message switch
        {
            _ when message.StartsWith("--accept", StringComparison.Ordinal) => Settings() with { AcceptNew = true },
            _ when message.StartsWith("--fail", StringComparison.Ordinal) => Settings() with { FailOnStale = true },
            _ when message.StartsWith("no such", StringComparison.Ordinal) => Settings() with { Baseline = _tree.At("missing.json") },
            _ => Settings() with { Baseline = none },
        };

        var thrown = await Assert.ThrowsAsync<CannotRunException>(() => RunAsync(settings));

        Assert.Contains(message, thrown.Message, StringComparison.Ordinal);
    }

    private void Members(string members) => _tree.Write("src/Shop/Shop.cs", $$"""
        using StackExchange.Redis;

        namespace Shop;

        public class Cart
        {
            {{members}}
        }
        """);

    private int Entries() => BaselineFile.Read(File.ReadAllText(_tree.At("redisguard.baseline.json"))).Length;

    [Fact]
    public async Task ScanOfOneRule_LeavesEntriesOfOthersAlone()
    {
        await ScanAsync(write: true);
        Members("public void Old(IConnectionMultiplexer m) { m.GetDatabase().Ping(); }");
        var rules = RuleName.Parse(["RG2xxx"], ["RG2001"]);

        var run = await RunAsync(Settings() with { WriteBaseline = true, Choice = new ScanChoice { Rules = rules } });

        Assert.Equal((ExitCodes.Clean, 1), (run.ExitCode, Entries()));
    }

    [Fact]
    public async Task ScanOfSomeFiles_LeavesEntriesOfOthersAlone()
    {
        await ScanAsync(write: true);
        Members("public void Old(IConnectionMultiplexer m) { m.GetDatabase().Ping(); }");

        await RunAsync(Settings() with { WriteBaseline = true, Choice = new ScanChoice { Exclude = ["Shop.cs"] } });

        Assert.Equal(1, Entries());
    }

    private ScanSettings Settings(string target = ".") => new() { Targets = [_tree.At(target)], Loose = true, Restore = false };

    private Task<(int ExitCode, string Output)> ScanAsync(
        bool write = false, bool acceptNew = false, bool failOnStale = false, bool ignore = false, string target = ".", string? sarif = null) => RunAsync(Settings(target) with
        {
            WriteBaseline = write,
            AcceptNew = acceptNew,
            FailOnStale = failOnStale,
            IgnoreBaseline = ignore,
            SarifFile = sarif,
        });

    private static async Task<(int ExitCode, string Output)> RunAsync(ScanSettings settings)
    {
        await using var output = new StringWriter();
        var handler = new ScanHandler(new Scanner(AnalyzerCatalog.Shipped()), Terminal.Plain(output), new NoProgress());
        return (await handler.RunAsync(settings, TestContext.Current.CancellationToken), output.ToString());
    }
}
