using System.Collections.Immutable;
using System.Reflection;
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
    [InlineData("IDISP003", "ConnectionMultiplexer _m; void M() { lock (this) { while (_m is null) { _m = ConnectionMultiplexer.Connect(\"a\"); } } } public void Dispose() => _m?.Dispose();")]
    [InlineData("IDISP003", "ConnectionMultiplexer _m = null; async Task M() { await _m.CloseAsync(); _m = ConnectionMultiplexer.Connect(\"a\"); } public void Dispose() => _m?.Dispose();")]
    [InlineData("IDISP003", "ConnectionMultiplexer _m; IDatabase Get() { lock (this) { if (_m == null) { _m = ConnectionMultiplexer.Connect(\"a\"); } } return _m.GetDatabase(); } public void Dispose() => _m?.Dispose();")]
    [InlineData("IDISP003", "ConnectionMultiplexer _m = ConnectionMultiplexer.Connect(\"a\"); void Renew() { var old = _m; _m = ConnectionMultiplexer.Connect(\"a\"); old.Close(); } public void Dispose() => _m.Dispose();")]
    // Closed by a helper that each caller gives its own.
    [InlineData("IDISP007", "void M(string c) => End(ConnectionMultiplexer.Connect(c)); private static void End(IConnectionMultiplexer m) => m.Dispose();")]
    [InlineData("IDISP007", "readonly IConnectionMultiplexer _m; C(IConnectionMultiplexer m) => _m = m; public static C Open(string c) => new C(ConnectionMultiplexer.Connect(c)); public void Dispose() => _m.Dispose();")]
    [InlineData("IDISP007", "void M(string c) { var m = ConnectionMultiplexer.Connect(c); End(m); } private static void End(IConnectionMultiplexer m) => m.Dispose();")]
    [InlineData("IDISP007", "readonly bool _owns; readonly IConnectionMultiplexer _m; public C(IConnectionMultiplexer m) { _owns = m is null; _m = m ?? ConnectionMultiplexer.Connect(\"a\"); } public void Dispose() { if (_owns) { _m.Dispose(); } }")]
    [InlineData("IDISP003", "ConnectionMultiplexer _m; readonly object _gate = new(); void M(bool x) { lock (_gate) { if (_m is not null) { return; } if (x) { _m = ConnectionMultiplexer.Connect(\"a\"); } else { _m = ConnectionMultiplexer.Connect(\"b\"); } } } public void Dispose() => _m?.Dispose();")]
    // A place that is asked first is empty: by an early exit, by a flag that is set beside the fill, by a local.
    [InlineData("IDISP003", "ConnectionMultiplexer _m; readonly SemaphoreSlim _gate = new(1, 1); async Task M() { await _gate.WaitAsync(); try { if (_m is not null) { return; } _m = await ConnectionMultiplexer.ConnectAsync(\"a\"); } finally { _gate.Release(); } } public void Dispose() => _m?.Dispose();")]
    [InlineData("IDISP003", "ConnectionMultiplexer _m; readonly object _gate = new(); void M(bool x) { lock (_gate) { if (_m != null || x) { return; } _m = ConnectionMultiplexer.Connect(\"a\"); } } public void Dispose() => _m?.Dispose();")]
    [InlineData("IDISP003", "ConnectionMultiplexer _m; bool _isOpen; void M() { lock (this) { if (!_isOpen) { _m = ConnectionMultiplexer.Connect(\"a\"); _isOpen = true; } } } public void Dispose() => _m?.Dispose();")]
    [InlineData("IDISP003", "async Task M(string c) { ConnectionMultiplexer m = null; while (m == null) { try { m = await ConnectionMultiplexer.ConnectAsync(c); } catch (RedisException) { } } m.Dispose(); }")]
    [InlineData("IDISP003", "void M(string c) { var m = ConnectionMultiplexer.Connect(c); if (c is null) { m.Close(); m = ConnectionMultiplexer.Connect(\"b\"); } m.Dispose(); }")]
    // Closed by a helper of the disposal, or in one loop with another.
    [InlineData("IDISP003", "ConnectionMultiplexer _m; public void Start() => _m = ConnectionMultiplexer.Connect(\"a\"); public void Dispose() => Disconnect(); void Disconnect() { _m?.Close(); _m = null; }")]
    [InlineData("CA2213", "ConnectionMultiplexer _m = ConnectionMultiplexer.Connect(\"a\"); public void Dispose() => Disconnect(); void Disconnect() => _m.Dispose();")]
    [InlineData("CA2213", "ConnectionMultiplexer _a = ConnectionMultiplexer.Connect(\"a\"), _b = ConnectionMultiplexer.Connect(\"b\"); public void Dispose() { foreach (var each in new[] { _a, _b }) { each.Dispose(); } }")]
    // Opened for the object by who makes it: through a base, by a record, taken out of a place.
    [InlineData("IDISP007", "public void Dispose() { } abstract class B : IDisposable { protected IConnectionMultiplexer M { get; } protected B(IConnectionMultiplexer m) => M = m; public void Dispose() => M.Dispose(); } sealed class D : B { public D() : base(ConnectionMultiplexer.Connect(\"a\")) { } }")]
    [InlineData("IDISP007", "public void Dispose() { } abstract class B { protected readonly IConnectionMultiplexer M; protected B(IConnectionMultiplexer m) => M = m; } sealed class D : B, IDisposable { public D() : base(ConnectionMultiplexer.Connect(\"a\")) { } public void Dispose() => M.Dispose(); } sealed class E : B { public E(IConnectionMultiplexer m) : base(m) { } }")]
    [InlineData("IDISP007", "public void Dispose() { } sealed class D : IDisposable { readonly IConnectionMultiplexer _m; private D(IConnectionMultiplexer m) => _m = m; public D(string c) : this(ConnectionMultiplexer.Connect(c)) { } public void Dispose() => _m.Dispose(); }")]
    [InlineData("IDISP007", "public void Dispose() { } void M() { using var s = new S(ConnectionMultiplexer.Connect(\"a\")); } sealed record S(ConnectionMultiplexer Redis) : IDisposable { public void Dispose() => Redis.Dispose(); }")]
    [InlineData("IDISP007", "static Lazy<ConnectionMultiplexer> s_m = new(() => ConnectionMultiplexer.Connect(\"a\")); static void Reset() { var old = s_m; s_m = new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(\"a\")); if (old.IsValueCreated) { old.Value.Dispose(); } }")]
    [InlineData("IDISP007", "readonly bool _owns; readonly IConnectionMultiplexer _m; public C(IConnectionMultiplexer m) { _owns = m is null; _m = m ?? ConnectionMultiplexer.Connect(\"a\"); } public void Dispose() { if (!_owns) { return; } _m.Dispose(); }")]
    public async Task ProvedShape_FallsSilent(string id, string members) => Assert.Empty(await LeftAsync(id, members));

    [Theory]
    [MemberData(nameof(ProvedShapes))]
    public async Task ProvedShape_HasNoFaultThatARuleReports(string id, string members)
    {
        string[] faults = ["RG1002", "RG1003", "RG1004", "RG1006", "RG1007", "RG1008"];
        ImmutableArray<Diagnostic> found = await LeftAsync(id, members, others: new RedisGuardAnalyzer());
        Assert.DoesNotContain(found, diagnostic => faults.Contains(diagnostic.Id));
    }

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
    // Two callers at once find it empty, or nobody closes the last.
    [InlineData("IDISP003", "ConnectionMultiplexer _m; void M() { while (_m is null) { _m = ConnectionMultiplexer.Connect(\"a\"); } } public void Dispose() => _m?.Dispose();")]
    [InlineData("IDISP003", "ConnectionMultiplexer _m = null; async Task M() { await _m.CloseAsync(); _m = ConnectionMultiplexer.Connect(\"a\"); }")]
    [InlineData("IDISP003", "ConnectionMultiplexer _m; IDatabase Get() { if (_m == null) { _m = ConnectionMultiplexer.Connect(\"a\"); } return _m.GetDatabase(); } public void Dispose() => _m?.Dispose();")]
    [InlineData("IDISP003", "ConnectionMultiplexer _m; async Task M() { if (_m is not null) { return; } _m = await ConnectionMultiplexer.ConnectAsync(\"a\"); } public void Dispose() => _m?.Dispose();")]
    // Asked the other way round, of another place, before a lock, or of a flag that nobody sets beside it.
    [InlineData("IDISP003", "ConnectionMultiplexer _m; void M() { if (_m is not null) { _m = ConnectionMultiplexer.Connect(\"a\"); } } public void Dispose() => _m?.Dispose();")]
    [InlineData("IDISP003", "ConnectionMultiplexer _m, _n; void M() { if (_n is not null) { return; } _m = ConnectionMultiplexer.Connect(\"a\"); } public void Dispose() => _m?.Dispose();")]
    [InlineData("IDISP003", "ConnectionMultiplexer _m; void M() { if (_m is null) { lock (this) { _m = ConnectionMultiplexer.Connect(\"a\"); } } } public void Dispose() => _m?.Dispose();")]
    [InlineData("IDISP003", "ConnectionMultiplexer _m; void M() { if (_m is null) { _m = ConnectionMultiplexer.Connect(\"a\"); _m = ConnectionMultiplexer.Connect(\"b\"); } } public void Dispose() => _m?.Dispose();")]
    [InlineData("IDISP003", "ConnectionMultiplexer _m; void M() { if (_m is null) { for (var i = 0; i < 3; i++) { _m = ConnectionMultiplexer.Connect(\"a\"); } } } public void Dispose() => _m?.Dispose();")]
    [InlineData("IDISP003", "ConnectionMultiplexer _m; void M(bool x) { if (_m != null && x) { return; } _m = ConnectionMultiplexer.Connect(\"a\"); } public void Dispose() => _m?.Dispose();")]
    [InlineData("IDISP003", "ConnectionMultiplexer _m; bool _isOpen; void M(bool x) { if (!_isOpen) { _m = ConnectionMultiplexer.Connect(\"a\"); if (x) { return; } _isOpen = true; } } public void Dispose() => _m?.Dispose();")]
    [InlineData("IDISP003", "ConnectionMultiplexer _m; bool _isOpen; void M() { if (!_isOpen) { _m = ConnectionMultiplexer.Connect(\"a\"); _isOpen = true; } } void Fail() => _isOpen = false; public void Dispose() => _m?.Dispose();")]
    [InlineData("IDISP003", "ConnectionMultiplexer _m; void Renew() { _m = ConnectionMultiplexer.Connect(\"a\"); var now = _m; now.Close(); } public void Dispose() => _m.Dispose();")]
    [InlineData("IDISP003", "void M(string c) { var m = ConnectionMultiplexer.Connect(c); if (c is null) { m = ConnectionMultiplexer.Connect(\"b\"); } m.Dispose(); }")]
    [InlineData("IDISP003", "void M(string c) { var m = ConnectionMultiplexer.Connect(c); if (c is null) { if (!m.IsConnected) { m.Close(); } m = ConnectionMultiplexer.Connect(\"b\"); } m.Dispose(); }")]
    [InlineData("CA2213", "ConnectionMultiplexer _m = ConnectionMultiplexer.Connect(\"a\"); public void Dispose() { } void Disconnect() => _m.Dispose();")]
    [InlineData("CA2213", "ConnectionMultiplexer _a = ConnectionMultiplexer.Connect(\"a\"), _b = ConnectionMultiplexer.Connect(\"b\"); public void Dispose() { foreach (var each in new[] { _b }) { each.Dispose(); } }")]
    // A flag of the closing itself says nothing of whose it is.
    [InlineData("IDISP007", "bool _isDisposed; readonly IConnectionMultiplexer _m; public C(IConnectionMultiplexer m) => _m = m; public void Dispose() { if (_isDisposed) { return; } _isDisposed = true; _m.Dispose(); }")]
    [InlineData("IDISP007", "readonly IConnectionMultiplexer _m; public C(IConnectionMultiplexer m) => _m = m; public void Dispose() => Dispose(true); void Dispose(bool disposing) { if (disposing) { _m.Dispose(); } }")]
    // Beside a public constructor that takes what others have.
    [InlineData("IDISP007", "readonly IConnectionMultiplexer _m; public C(IConnectionMultiplexer m) => _m = m; public C(string c) : this(ConnectionMultiplexer.Connect(c)) { } public void Dispose() => _m.Dispose();")]
    // One of its makers hands in what others have, or nobody knows who makes it.
    [InlineData("IDISP007", "public void Dispose() { } abstract class B : IDisposable { protected IConnectionMultiplexer M { get; } protected B(IConnectionMultiplexer m) => M = m; public void Dispose() => M.Dispose(); } sealed class D : B { public D() : base(ConnectionMultiplexer.Connect(\"a\")) { } } sealed class E : B { public E(IConnectionMultiplexer m) : base(m) { } }")]
    [InlineData("IDISP007", "public void Dispose() { } void M() { using var s = new S(ConnectionMultiplexer.Connect(\"a\")); } S Twin(S one) => one with { }; sealed record S(ConnectionMultiplexer Redis) : IDisposable { public void Dispose() => Redis.Dispose(); }")]
    [InlineData("IDISP007", "readonly IConnectionMultiplexer _m; C(IConnectionMultiplexer m) => _m = m; public static C Open(string c) => new C(ConnectionMultiplexer.Connect(c)); static C Any() => Activator.CreateInstance<C>(); public void Dispose() => _m.Dispose();")]
    [InlineData("IDISP007", "public void Dispose() { } sealed class S : IDisposable { readonly IConnectionMultiplexer _m; public S(IConnectionMultiplexer m) => _m = m; public void Dispose() => _m.Dispose(); } sealed class Builder { IConnectionMultiplexer _open; public Builder Open(string c) { _open = ConnectionMultiplexer.Connect(c); return this; } public S Build() => new S(_open ?? throw new InvalidOperationException()); }")]
    [InlineData("IDISP007", "static ConnectionMultiplexer s_m = ConnectionMultiplexer.Connect(\"a\"); static void Reset(bool x) { var old = s_m; if (x) { s_m = ConnectionMultiplexer.Connect(\"a\"); } old.Dispose(); }")]
    public async Task LeakOrEscape_StaysReported(string id, string members) => Assert.NotEmpty(await LeftAsync(id, members));

    [Fact]
    public async Task SuppressNone_LeavesEverything() => Assert.NotEmpty(await LeftAsync(
        "IDISP001", "void M(string c) { var m = ConnectionMultiplexer.Connect(c); m.Close(); }", suppress: "none"));

    [Theory]
    [MemberData(nameof(ProvedShapes))]
    public async Task ProvedShape_FallsSilentWhereWarningsAreErrors(string id, string members)
        => Assert.Empty(await LeftAsync(id, members, change: options => options.WithGeneralDiagnosticOption(ReportDiagnostic.Error)));

    [Theory]
    [MemberData(nameof(ProvedShapes))]
    public async Task ProvedShape_FallsSilentWhereEditorConfigMadeItAnError(string id, string members)
        => Assert.Empty(await LeftAsync(id, members, change: options => options.WithSyntaxTreeOptionsProvider(new EveryTree(id, ReportDiagnostic.Error))));

    [Fact]
    public async Task RaisedToError_StaysReportedWhereNothingIsProved()
    {
        const string Leak = "void M(string c) { var m = ConnectionMultiplexer.Connect(c); m.GetDatabase().Ping(); }";
        ImmutableArray<Diagnostic> left = await LeftAsync("IDISP001", Leak, change: options => options.WithSyntaxTreeOptionsProvider(new EveryTree("IDISP001", ReportDiagnostic.Error)));
        Assert.All(left, diagnostic => Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity));
        Assert.NotEmpty(left);
    }

    [Fact]
    public void EachSuppression_HasARuleOfItsOwnAndAPlaceOnThePage()
    {
        string page = Contract.Written.Text("suppressors");
        Assert.Equal(Suppressions.All.Length, Suppressions.All.Select(suppression => suppression.SuppressedDiagnosticId).Distinct().Count());
        Assert.All(Suppressions.All, suppression => Assert.Contains($"| {suppression.Id} | {suppression.SuppressedDiagnosticId} |", page, StringComparison.Ordinal));
    }

    /// <summary>Samples for <see cref="ProvedShape_FallsSilent"/>.</summary>
    public static IEnumerable<object?[]> ProvedShapes()
        => typeof(SuppressorTests).GetMethod(nameof(ProvedShape_FallsSilent))!.GetCustomAttributes<InlineDataAttribute>().Select(given => given.Data);

    private static async Task<ImmutableArray<Diagnostic>> LeftAsync(string id, string members, string? suppress = null, Func<CompilationOptions, CompilationOptions>? change = null, DiagnosticAnalyzer? others = null)
    {
        string source = $$"""
            #nullable disable
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
        compilation = compilation.WithOptions(change is null ? compilation.Options.WithSpecificDiagnosticOptions([new(id, ReportDiagnostic.Warn)]) : change(compilation.Options));
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([], new OneOption("redisguard.suppress", suppress)),
            onAnalyzerException: (exception, _, _) => Assert.Fail(exception.ToString()),
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false);
        return await compilation
            .WithAnalyzers([new GenericReports(id), new RedisGuardSuppressor(), .. others is null ? [] : new[] { others }], options)
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>As a section <c>[*.cs]</c> of an <c>.editorconfig</c> with <c>dotnet_diagnostic.….severity</c>.</summary>
    private sealed class EveryTree(string id, ReportDiagnostic severity) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic found)
        {
            found = severity;
            return diagnosticId == id;
        }

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic found)
        {
            found = default;
            return false;
        }
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
