using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using RedisGuard.Analyzers.Baselines;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Baselines;

/// <summary>RGS0100: a build with warnings as errors fails for new findings alone.</summary>
public class BaselineSuppressorTests
{
    private const string Legacy = "public void Old(string c) { var m = ConnectionMultiplexer.Connect(c); m.GetDatabase().Ping(); }";
    private const string Added = "public void New(string c) { var m = ConnectionMultiplexer.Connect(c); m.GetDatabase().Ping(); }";
    private const string LegacyEntry = """{"rule":"RG1002","path":"src/Test0.cs","member":"N.C.Old(string)","code":"ConnectionMultiplexer.Connect","nth":1}""";

    [Fact]
    public async Task FindingOfTheBaseline_FallsSilent() => Assert.Empty(await LeftAsync(Legacy, Baseline(LegacyEntry)));

    [Fact]
    public async Task RaisedToError_FallsSilentToo() => Assert.Empty(await LeftAsync(Legacy, Baseline(LegacyEntry), ReportDiagnostic.Error));

    [Fact]
    public async Task NewFinding_StaysReported()
    {
        Diagnostic left = Assert.Single(await LeftAsync(Legacy + Added, Baseline(LegacyEntry)));
        Assert.Equal("RG1002", left.Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"version": 2, "findings": []}""")]
    [InlineData("""{"version": 1, "findings": [1, {"rule": 5}, {"rule": "RG1002"}]}""")]
    public async Task FileThatIsNoBaseline_SilencesNothing(string text) => Assert.Single(await LeftAsync(Legacy, text));

    [Fact]
    public async Task NoFile_SilencesNothing() => Assert.Single(await LeftAsync(Legacy, null));

    [Fact]
    public void EachRule_CanBeSilenced() => Assert.Equal(
        new RedisGuardAnalyzer().SupportedDiagnostics.Select(static rule => rule.Id).Distinct().Order(StringComparer.Ordinal),
        new BaselineSuppressor().SupportedSuppressions.Select(static suppression => suppression.SuppressedDiagnosticId));

    private static string Baseline(params string[] entries) => $$"""{"version": 1, "findings": [{{string.Join(",", entries)}}]}""";

    private static async Task<ImmutableArray<Diagnostic>> LeftAsync(string members, string? baseline, ReportDiagnostic raised = ReportDiagnostic.Default)
    {
        string source = $$"""
            using StackExchange.Redis;

            namespace N;

            public class C
            {
                {{members}}
            }
            """;
        Compilation compilation = Analysis.Compile("", new TestSetup(), Library.Newest);
        compilation = compilation
            .RemoveAllSyntaxTrees()
            .AddSyntaxTrees(CSharpSyntaxTree.ParseText(source, (CSharpParseOptions)compilation.SyntaxTrees.First().Options, "/repository/src/Test0.cs", cancellationToken: TestContext.Current.CancellationToken))
            .WithOptions(((CSharpCompilationOptions)compilation.Options).WithSpecificDiagnosticOptions([new("RG1002", raised), new("RG1001", ReportDiagnostic.Suppress)]));
        ImmutableArray<AdditionalText> files = baseline is null ? [] : [new Text("/repository/redisguard.baseline.json", baseline)];
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions(files),
            onAnalyzerException: static (exception, _, _) => Assert.Fail(exception.ToString()),
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false);
        return await compilation
            .WithAnalyzers([new RedisGuardAnalyzer(), new BaselineSuppressor()], options)
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Text(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
