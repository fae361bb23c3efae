using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests;

/// <summary>Analyzers run on code that is being typed, on many threads: what they can't understand they leave alone.</summary>
public class RobustnessTests
{
    public static TheoryData<string> TestFiles => [.. TestSources.Files];

    [Theory]
    [MemberData(nameof(TestFiles))]
    public async Task SourcesCutOffAtTheirTokens_ThrowNothing(string file)
    {
        foreach (string source in TestSources.In(file))
        {
            await Truncation.VerifyAsync(source);
        }
    }

    [Fact]
    public async Task TwoRunsAtOnceOnManyThreads_ReportTheSame()
    {
        var setup = new TestSetup { Pool = true, Broken = true };
        string[] sources =
        [
            .. TestSources.Files.SelectMany(TestSources.In).Select(Markup.Remove).Distinct(StringComparer.Ordinal)
                .Where(source => !source.Contains("namespace StackExchange.Redis", StringComparison.Ordinal)),
        ];
        var compilation = Analysis.Compile(string.Empty, setup, Library.Newest)
            .AddSyntaxTrees(sources.Select((source, number) => Analysis.Parse(source, setup, $"Source{number}.cs")));

        var first = Task.Run(() => ReportAsync(compilation, concurrent: true), TestContext.Current.CancellationToken);
        var second = Task.Run(() => ReportAsync(compilation, concurrent: true), TestContext.Current.CancellationToken);
        var alone = await ReportAsync(compilation, concurrent: false);

        Assert.NotEmpty(alone);
        Assert.Equal(alone, await first);
        Assert.Equal(alone, await second);
    }

    /// <summary>A suppressor registers nothing: the compiler asks it about what others report.</summary>
    private static IEnumerable<DiagnosticAnalyzer> Reporting => AllAnalyzers.Create().Where(analyzer => analyzer is not DiagnosticSuppressor);

    [Fact]
    public async Task WithoutTheLibrary_NothingIsRegistered()
    {
        var compilation = Analysis.Compile("class C { void M() { System.Console.WriteLine(); } }", new TestSetup(), Library.None);
        foreach (var analyzer in Reporting)
        {
            Assert.Equal((0, 1), await ActionsAsync(compilation, analyzer));
        }
    }

    [Fact]
    public async Task WithTheLibrary_SomethingIs()
    {
        var compilation = Analysis.Compile("class C { void M() { System.Console.WriteLine(); } }", new TestSetup { Pool = true }, Library.Newest);
        foreach (var analyzer in Reporting)
        {
            (int operations, int starts) = await ActionsAsync(compilation, analyzer);

            Assert.True(operations > 0, analyzer.GetType().Name);
            Assert.Equal(1, starts);
        }
    }

    [Fact]
    public async Task TheLibrarysOwnSource_IsLeftAlone()
    {
        const string source = """
            namespace StackExchange.Redis
            {
                public interface IConnectionMultiplexer : System.IDisposable { }

                public sealed class ConnectionMultiplexer : IConnectionMultiplexer
                {
                    public static ConnectionMultiplexer Connect(string configuration) => new();
                    public static ConnectionMultiplexer Shared => Connect("localhost");
                    public void Warm() { var connection = Connect("localhost"); }
                    public void Dispose() { }
                }
            }
            """;
        var compilation = Analysis.Compile(source, new TestSetup(), Library.None);

        Assert.Empty(await Analysis.RunAsync(compilation, AllAnalyzers.Create(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task EnormousMethod_EndsInTime()
    {
        string body = string.Concat(Enumerable.Range(0, 400).Select(i => $$"""
            var c{{i}} = ConnectionMultiplexer.Connect("a{{i}}");
            try { if (flag) { c{{i}}.GetDatabase().Ping(); } else { return; } } catch (RedisException) when (flag) { throw; } finally { c{{i}}.Dispose(); }
            while (flag) { if (c{{i}}.IsConnected) { break; } }

            """));
        var compilation = Analysis.Compile(
            $$"""
            using StackExchange.Redis;
            class C { void M(bool flag) { {{body}} } }
            """,
            new TestSetup(),
            Library.Newest);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(1));

        // Reported or given up: either is right, hanging isn't.
        await Analysis.RunAsync(compilation, AllAnalyzers.Create(), deadline.Token);
    }

    private static async Task<IReadOnlyList<string>> ReportAsync(Compilation compilation, bool concurrent)
    {
        Exception? thrown = null;
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), (exception, _, _) => thrown ??= exception, concurrent, logAnalyzerExecutionTime: false);
        var found = await compilation.WithAnalyzers(AllAnalyzers.Create(), options).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.Null(thrown);
        return [.. found.Select(diagnostic => diagnostic.ToString()).Order(StringComparer.Ordinal)];
    }

    private static async Task<(int Operations, int Starts)> ActionsAsync(Compilation compilation, DiagnosticAnalyzer analyzer)
    {
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: true);
        var run = compilation.WithAnalyzers([analyzer], options);
        await run.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        var telemetry = await run.GetAnalyzerTelemetryInfoAsync(analyzer, TestContext.Current.CancellationToken);
        return (telemetry.OperationActionsCount + telemetry.OperationBlockActionsCount + telemetry.OperationBlockStartActionsCount
            + telemetry.SyntaxNodeActionsCount + telemetry.SymbolActionsCount + telemetry.SyntaxTreeActionsCount
            + telemetry.SemanticModelActionsCount + telemetry.CompilationEndActionsCount + telemetry.CodeBlockActionsCount, telemetry.CompilationStartActionsCount);
    }
}
