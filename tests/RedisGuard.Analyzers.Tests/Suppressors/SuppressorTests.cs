using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RedisGuard.Analyzers.Suppressors;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Suppressors;

/// <summary>RGS0001–RGS0009: reports of others fall silent where the engine proves them wrong, and nowhere else.</summary>
public class SuppressorTests
{
    [Theory]
    // Released on each path, by whatever call.
    [InlineData("IDISP001", "void M(string c) { var m = ConnectionMultiplexer.Connect(c); m.GetDatabase().Ping(); m.Close(); }")]
    [InlineData("CA2000", "void M(string c) { var m = ConnectionMultiplexer.Connect(c); try { m.GetDatabase().Ping(); } finally { m.Dispose(); } }")]
    [InlineData("CA2000", "void M(string c) { var m = ConnectionMultiplexer.Connect(c); m.GetDatabase().Ping(); End(m); } static void End(IConnectionMultiplexer m) => m.Dispose();")]
    [InlineData("IDISP001", "async Task M(string c) { var m = await ConnectionMultiplexer.ConnectAsync(c); await m.GetDatabase().PingAsync(); await m.CloseAsync(); }")]
    // Kept by an owner that closes it.
    [InlineData("CA2213", "ConnectionMultiplexer _m = ConnectionMultiplexer.Connect(\"a\"); public void Dispose() => End(_m); static void End(IConnectionMultiplexer m) => m.Dispose();")]
    [InlineData("IDISP001", "static readonly ConnectionMultiplexer s_m; static C() { var m = ConnectionMultiplexer.Connect(\"a\"); s_m = m; }")]
    [InlineData("IDISP001", "void M(string c) { var m = ConnectionMultiplexer.Connect(c); using var h = new H(m); h.Ping(); } sealed class H : IDisposable { readonly ConnectionMultiplexer _m; public H(ConnectionMultiplexer m) => _m = m; public void Ping() => _m.GetDatabase().Ping(); public void Dispose() => _m.Dispose(); } public void Dispose() { }")]
    [InlineData("IDISP001", "ConnectionMultiplexer _m; void Open(string c) { var m = ConnectionMultiplexer.Connect(c); _m = m; } public void Dispose() => _m.Close();")]
    [InlineData("IDISP004", "IDatabase _db; void Open(string c) => _db = ConnectionMultiplexer.Connect(c).GetDatabase(); public void Dispose() => _db.Multiplexer.Dispose();")]
    [InlineData("CA2213", "ConnectionMultiplexer _m = ConnectionMultiplexer.Connect(\"a\"); public void Dispose() => Interlocked.Exchange(ref _m, null)?.Close();")]
    [InlineData("IDISP002", "readonly Lazy<ConnectionMultiplexer> _m = new(() => ConnectionMultiplexer.Connect(\"a\")); public void Dispose() { if (_m.IsValueCreated) { _m.Value.Dispose(); } }")]
    [InlineData("IDISP006", "ConnectionMultiplexer _m; Task StartAsync() { _m = ConnectionMultiplexer.Connect(\"a\"); return Task.CompletedTask; } Task StopAsync() => _m.CloseAsync();")]
    [InlineData("CA1001", "ConnectionMultiplexer _m; void Start() { _m = ConnectionMultiplexer.Connect(\"a\"); } void Stop() => _m.Close();")]
    // Given by others.
    [InlineData("CA2213", "readonly IConnectionMultiplexer _m; public C(IConnectionMultiplexer m) => _m = m; public void Dispose() { }")]
    [InlineData("CA1001", "readonly IConnectionMultiplexer _m; public C(IConnectionMultiplexer m) => _m = m;")]
    // Nothing is lost.
    [InlineData("IDISP003", "ConnectionMultiplexer _m; public void Start() => _m = ConnectionMultiplexer.Connect(\"a\"); public void Dispose() => _m?.Dispose();")]
    [InlineData("IDISP003", "ConnectionMultiplexer _m; void M() { while (_m is null) { _m = ConnectionMultiplexer.Connect(\"a\"); } } public void Dispose() => _m?.Dispose();")]
    [InlineData("IDISP003", "ConnectionMultiplexer _m = null; async Task M() { await _m.CloseAsync(); _m = ConnectionMultiplexer.Connect(\"a\"); }")]
    [InlineData("IDISP003", "ConnectionMultiplexer _m; IDatabase Get() { if (_m == null) { _m = ConnectionMultiplexer.Connect(\"a\"); } return _m.GetDatabase(); } public void Dispose() => _m?.Dispose();")]
    [InlineData("IDISP003", "ConnectionMultiplexer _m = ConnectionMultiplexer.Connect(\"a\"); void Renew() { var old = _m; _m = ConnectionMultiplexer.Connect(\"a\"); old.Close(); } public void Dispose() => _m.Dispose();")]
    // Closed by a helper that each caller gives its own.
    [InlineData("IDISP007", "void M(string c) => End(ConnectionMultiplexer.Connect(c)); private static void End(IConnectionMultiplexer m) => m.Dispose();")]
    [InlineData("IDISP007", "readonly IConnectionMultiplexer _m; C(IConnectionMultiplexer m) => _m = m; public static C Open(string c) => new C(ConnectionMultiplexer.Connect(c)); public void Dispose() => _m.Dispose();")]
    [InlineData("IDISP007", "void M(string c) { var m = ConnectionMultiplexer.Connect(c); End(m); } private static void End(IConnectionMultiplexer m) => m.Dispose();")]
    [InlineData("IDISP007", "readonly bool _owns; readonly IConnectionMultiplexer _m; public C(IConnectionMultiplexer m) { _owns = m is null; _m = m ?? ConnectionMultiplexer.Connect(\"a\"); } public void Dispose() { if (_owns) { _m.Dispose(); } }")]
    public async Task ProvedShape_FallsSilent(string id, string members) => Assert.Empty(await LeftAsync(id, members));

    [Theory]
    [InlineData("IDISP001", "void M(string c) { var m = ConnectionMultiplexer.Connect(c); m.GetDatabase().Ping(); }")]
    [InlineData("CA2000", "void M(string c, bool x) { var m = ConnectionMultiplexer.Connect(c); if (x) { return; } m.Dispose(); }")]
    [InlineData("IDISP001", "void M(string c, List<object> all) { var m = ConnectionMultiplexer.Connect(c); all.Add(m); }")]
    [InlineData("IDISP001", "IConnectionMultiplexer M(string c) { var m = ConnectionMultiplexer.Connect(c); return m; }")]
    [InlineData("IDISP001", "ConnectionMultiplexer _m; void Open(string c) { var m = ConnectionMultiplexer.Connect(c); _m = m; } public void Dispose() { }")]
    [InlineData("IDISP004", "IDatabase _db; void Open(string c) => _db = ConnectionMultiplexer.Connect(c).GetDatabase();")]
    [InlineData("CA2213", "ConnectionMultiplexer _m = ConnectionMultiplexer.Connect(\"a\"); public void Dispose() => _m = null;")]
    [InlineData("CA2213", "FileStream _f; public void Dispose() { }")]
    [InlineData("CA2213", "ConnectionMultiplexer _m = ConnectionMultiplexer.Connect(\"a\"); public void Dispose() => Look(_m); static void Look(IConnectionMultiplexer m) => m.GetDatabase();")]
    [InlineData("IDISP003", "ConnectionMultiplexer _m; public void Replace() => _m = ConnectionMultiplexer.Connect(\"a\"); public void Dispose() => _m?.Dispose();")]
    [InlineData("IDISP001", "static ConnectionMultiplexer s_m; void Reset() { var m = ConnectionMultiplexer.Connect(\"a\"); s_m = m; }")]
    [InlineData("IDISP007", "readonly IConnectionMultiplexer _m; C(IConnectionMultiplexer m) => _m = m; public static C Open(string c) { var m = ConnectionMultiplexer.Connect(c); new C(m); return new C(m); } public void Dispose() => _m.Dispose();")]
    [InlineData("CA1001", "ConnectionMultiplexer _m; FileStream _f = File.OpenRead(\"a\"); void Start() { _m = ConnectionMultiplexer.Connect(\"a\"); } void Stop() => _m.Close();")]
    [InlineData("IDISP003", "ConnectionMultiplexer _m; void Renew() { _m = ConnectionMultiplexer.Connect(\"a\"); } public void Dispose() => _m?.Dispose();")]
    [InlineData("IDISP003", "ConnectionMultiplexer _m; void Renew() { if (!_m.IsConnected) { _m = ConnectionMultiplexer.Connect(\"a\"); } } public void Dispose() => _m?.Dispose();")]
    [InlineData("IDISP007", "readonly IConnectionMultiplexer _m; public C(IConnectionMultiplexer m) => _m = m; public void Dispose() => _m.Dispose();")]
    [InlineData("IDISP007", "public void M(IConnectionMultiplexer m) { End(m); } private static void End(IConnectionMultiplexer m) => m.Dispose();")]
    [InlineData("IDISP007", "static readonly ConnectionMultiplexer s_m = ConnectionMultiplexer.Connect(\"a\"); void M() => s_m.Dispose();")]
    [InlineData("IDISP007", "void M() => Shared.M.Dispose(); static class Shared { public static ConnectionMultiplexer M { get; } = ConnectionMultiplexer.Connect(\"a\"); }")]
    public async Task LeakOrEscape_StaysReported(string id, string members) => Assert.NotEmpty(await LeftAsync(id, members));

    [Fact]
    public async Task SuppressNone_LeavesEverything() => Assert.NotEmpty(await LeftAsync(
        "IDISP001", "void M(string c) { var m = ConnectionMultiplexer.Connect(c); m.Close(); }", suppress: "none"));

    [Fact]
    public async Task RaisedToError_FallsSilentToo() => Assert.Empty(await LeftAsync(
        "IDISP001", "void M(string c) { var m = ConnectionMultiplexer.Connect(c); m.Close(); }", raised: ReportDiagnostic.Error));

    [Fact]
    public void EachSuppression_HasARuleOfItsOwnAndAPlaceOnThePage()
    {
        string page = Contract.Written.Text("suppressors");
        Assert.Equal(Suppressions.All.Length, Suppressions.All.Select(suppression => suppression.SuppressedDiagnosticId).Distinct().Count());
        Assert.All(Suppressions.All, suppression => Assert.Contains($"| {suppression.Id} | {suppression.SuppressedDiagnosticId} |", page, StringComparison.Ordinal));
    }

    private static async Task<ImmutableArray<Diagnostic>> LeftAsync(string id, string members, string? suppress = null, ReportDiagnostic raised = ReportDiagnostic.Warn)
    {
        string source = $$"""
            using System;
            using System.Collections.Generic;
            using System.IO;
            using System.Threading;
            using System.Threading.Tasks;
            using StackExchange.Redis;

            public class C : IDisposable
            {
                {{members}}
                {{(members.Contains("void Dispose()", StringComparison.Ordinal) ? "" : "void IDisposable.Dispose() { }")}}
            }
            """;
        Compilation compilation = Analysis.Compile(source, new TestSetup(), Library.Newest);
        compilation = compilation.WithOptions(((CSharpCompilationOptions)compilation.Options).WithSpecificDiagnosticOptions([new(id, raised)]));
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([], new OneOption("redisguard.suppress", suppress)),
            onAnalyzerException: (exception, _, _) => Assert.Fail(exception.ToString()),
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false);
        return await compilation
            .WithAnalyzers([new GenericReports(id), new RedisGuardSuppressor()], options)
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
    }

    private sealed class OneOption(string name, string? value) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(name, value);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Options(string name, string? value) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? found)
            {
                found = key == name ? value : null;
                return found is not null;
            }
        }
    }
}
