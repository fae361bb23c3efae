using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Subscriptions;

/// <summary>RG2007, Event handler is never removed.</summary>
public class RG2007Tests
{
    [Theory]
    [InlineData("public IConnectionMultiplexer Redis { get { {|RG2007:_mux.ConnectionRestored += OnRestored|}; return _mux; } }")]
    [InlineData("public IConnectionMultiplexer Redis { get { {|RG2007:_mux.ConnectionFailed += (s, e) => Show(s)|}; return _mux; } }")]
    [InlineData("public IConnectionMultiplexer Redis { get { {|RG2007:_mux.ConnectionRestored += Log|}; return _mux; } }")]
    [InlineData("public IConnectionMultiplexer Get() { {|RG2007:_mux.ConnectionRestored += OnRestored|}; return _mux; }")]
    [InlineData("public IDatabase GetDatabase(int db) { ArgumentOutOfRangeException.ThrowIfNegative(db); {|RG2007:_mux.ErrorMessage += (s, e) => Show(s)|}; return _mux.GetDatabase(db); }")]
    [InlineData("public async Task<ISubscriber> GetSubscriberAsync() { await Task.Yield(); {|RG2007:_mux.ConnectionFailed += Log|}; return _mux.GetSubscriber(); }")]
    [InlineData("public IConnectionMultiplexer Redis { get { Wire(_mux); return _mux; } } private void Wire(IConnectionMultiplexer given) { {|RG2007:given.ConnectionRestored += OnRestored|}; }")]
    public Task GetterOrWhatIsOne_IsReported(string member) => VerifyAsync(member);

    [Theory]
    [InlineData("private bool _on; public IConnectionMultiplexer Redis { get { if (!_on) { _on = true; _mux.ConnectionRestored += OnRestored; } return _mux; } }")]
    [InlineData("private ConnectionMultiplexer? _own; public IConnectionMultiplexer Redis { get { if (_own == null) { _own = {|RG1006:{|RG1003:ConnectionMultiplexer.Connect(\"a\")|}|}; _own.ConnectionRestored += OnRestored; } return _own; } }")]
    [InlineData("public void Start() { using var mux = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; mux.ConnectionRestored += OnRestored; Show(mux.IsConnected); }")]
    [InlineData("public void Start() => _mux.ConnectionRestored += OnRestored;")]
    [InlineData("private bool _on; public IDatabase Get() { if (_on) { return _mux.GetDatabase(); } _on = true; _mux.ConnectionRestored += OnRestored; return _mux.GetDatabase(); }")]
    [InlineData("private IConnectionMultiplexer? _late; public IConnectionMultiplexer Use(IConnectionMultiplexer given) { _late = given; _late.ConnectionRestored += OnRestored; return _late; }")]
    [InlineData("public static T WithLog<T>(T given) where T : IConnectionMultiplexer { given.ConnectionRestored += (s, e) => Console.WriteLine(e); return given; }")]
    [InlineData("public IConnectionMultiplexer Build() { _mux.ConnectionRestored += OnRestored; return _mux; }")]
    [InlineData("public bool IsUp() { _mux.ConnectionRestored += OnRestored; return _mux.IsConnected; }")]
    [InlineData("public event EventHandler<ConnectionFailedEventArgs> Restored { add { _mux.ConnectionRestored += value; } remove { _mux.ConnectionRestored -= value; } }")]
    [InlineData("public void Add(EventHandler<ConnectionFailedEventArgs> handler) => _mux.ConnectionRestored += handler;")]
    [InlineData("public IConnectionMultiplexer Redis { get { lock (this) { return _open ??= {|RG1003:Open()|}; } } } private ConnectionMultiplexer? _open; private ConnectionMultiplexer Open() { var fresh = ConnectionMultiplexer.Connect(\"a\"); Wire(fresh); return fresh; } private void Wire(IConnectionMultiplexer given) => given.ConnectionRestored += OnRestored;")]
    public Task OnceOrForwarded_IsSilent(string member) => VerifyAsync(member.Replace("{|RG1006:{|RG1003:", "{|RG1006:", StringComparison.Ordinal).Replace("|}|}", "|}", StringComparison.Ordinal));

    [Theory]
    [InlineData("_mux.ConnectionFailed += OnFailed", "")]
    [InlineData("_mux.ConnectionFailed += (s, e) => Show(s)", "")]
    [InlineData("_mux.InternalError += (s, e) => Show(s)", "")]
    [InlineData("_mux.ConnectionFailed += OnFailed", "_mux.ConnectionRestored -= OnFailed;")]
    [InlineData("_mux.ConnectionFailed += OnFailed", "_mux.ConnectionFailed -= OnOther;")]
    [InlineData("_mux.ConnectionFailed += (s, e) => Show(s)", "_mux.ConnectionFailed -= (s, e) => Show(s);")]
    public Task DisposableType_ThatForgets_IsReported(string add, string dispose) => VerifyDisposableAsync("{|RG2007:" + add + "|}", dispose);

    [Theory]
    [InlineData("_mux.ConnectionFailed += OnFailed", "_mux.ConnectionFailed -= OnFailed;")]
    [InlineData("_mux.ConnectionFailed += _kept", "_mux.ConnectionFailed -= _kept;")]
    [InlineData("_mux.ConnectionFailed += OnStatic", "")]
    [InlineData("_mux.ConnectionFailed += (s, e) => Console.WriteLine(e)", "")]
    [InlineData("_mux.ConnectionFailed += OnFailed", "{|RG1007:_mux.Dispose()|};")]
    public Task RemovedOrHarmless_IsSilent(string add, string dispose) => VerifyDisposableAsync(add, dispose);

    [Theory]
    [InlineData("while (true) { {|RG2007:_mux.ConnectionRestored += OnRestored|}; Thread.Sleep(1); }")]
    [InlineData("for (var i = 0; i < 10; i++) { {|RG2007:_mux.ConnectionRestored += (s, e) => Show(s)|}; }")]
    public Task Loop_IsReported(string statement) => VerifyAsync($"public void Watch() {{ {statement} }}");

    [Theory]
    [InlineData("foreach (var mux in new[] { _mux }) { mux.ConnectionRestored += OnRestored; }")]
    [InlineData("foreach (var name in new[] { \"a\" }) { _mux.ConnectionRestored += (s, e) => Show(name); }")]
    [InlineData("bool on = false; while (true) { if (!on) { on = true; _mux.ConnectionRestored += OnRestored; } }")]
    [InlineData("while (true) { try { _mux.ConnectionRestored += OnRestored; break; } catch (RedisException) { } }")]
    public Task LoopOverConnectionsOrListeners_IsSilent(string statement) => VerifyAsync($"public void Watch() {{ {statement} }}");

    [Fact]
    public Task HandlerThatAHelperRemoves_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        static class Events
        {
            public static void Detach(IConnectionMultiplexer mux, EventHandler<ConnectionFailedEventArgs> handler) => mux.ConnectionFailed -= handler;
        }

        sealed class Panel : IDisposable
        {
            private readonly IConnectionMultiplexer _mux;
            private int _failed;
            public Panel(IConnectionMultiplexer mux) { _mux = mux; mux.ConnectionFailed += OnFailed; }
            private void OnFailed(object? sender, ConnectionFailedEventArgs e) => _failed++;
            public int Failed => _failed;
            public void Dispose() => Events.Detach(_mux, OnFailed);
        }
        """);

    [Theory]
    [InlineData("AddScoped")]
    [InlineData("AddTransient")]
    public Task ShortRegistration_IsReported(string add) => AllRules.VerifyAsync(Registered(add, "{|RG2007:mux.ConnectionFailed += OnFailed|}"));

    [Theory]
    [InlineData("AddScoped")]
    [InlineData("AddTransient")]
    public Task HandlerThatCapturesNothingInAShortRegistration_IsReported(string add)
        => AllRules.VerifyAsync(Registered(add, "{|RG2007:mux.ConnectionFailed += static (s, e) => Console.WriteLine(e)|}"));

    [Fact]
    public Task HandlerThatCapturesNothingInASingleton_IsSilent()
        => AllRules.VerifyAsync(Registered("AddSingleton", "mux.ConnectionFailed += static (s, e) => Console.WriteLine(e)"));

    [Fact]
    public Task Singleton_IsSilent() => AllRules.VerifyAsync(Registered("AddSingleton", "mux.ConnectionFailed += OnFailed"));

    [Theory]
    [InlineData("Microsoft.AspNetCore.Mvc.ControllerBase")]
    [InlineData("Microsoft.AspNetCore.SignalR.Hub")]
    public Task PerCallType_IsReported(string role) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        public class Feed : {{role}}
        {
            public Feed(IConnectionMultiplexer mux) => {|RG2007:mux.ConnectionFailed += OnFailed|};
            private void OnFailed(object? sender, ConnectionFailedEventArgs e) => Console.WriteLine(GetHashCode());
        }
        """);

    [Fact]
    public Task HostedService_IsSilent() => AllRules.VerifyAsync(
        """
        using Microsoft.Extensions.Hosting;
        using StackExchange.Redis;

        class Watch(IConnectionMultiplexer mux) : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken token)
            {
                mux.ConnectionFailed += OnFailed;
                return Task.CompletedTask;
            }

            private void OnFailed(object? sender, ConnectionFailedEventArgs e) => Console.WriteLine(GetHashCode());
        }
        """);

    [Fact]
    public Task OwnerThatCloses_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Owner : IDisposable
        {
            private readonly ConnectionMultiplexer _mux;
            private int _failures;

            public Owner(string configuration)
            {
                _mux = ConnectionMultiplexer.Connect(configuration);
                _mux.ConnectionFailed += (s, e) => _failures++;
            }

            public int Failures => _failures;
            public void Dispose() => _mux.Dispose();
        }
        """);

    [Fact]
    public Task EventsOfOthers_AreSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Watch : IDisposable
        {
            private readonly Source _source;
            public Watch(Source source, IDatabase db)
            {
                _source = source;
                _source.ConnectionFailed += OnFailed;
                Console.WriteLine(db);
            }

            private void OnFailed(object? sender, EventArgs e) => Console.WriteLine(_source);
            public void Dispose() { }
        }

        class Source { public event EventHandler? ConnectionFailed; public void Raise() => ConnectionFailed?.Invoke(this, EventArgs.Empty); }
        """);

    [Fact]
    public Task Message() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Watch : IDisposable
        {
            public Watch(IConnectionMultiplexer mux) => {|#0:mux.ConnectionFailed += OnFailed|};
            private void OnFailed(object? sender, ConnectionFailedEventArgs e) => Console.WriteLine(GetHashCode());
            public void Dispose() { }
        }
        """,
        setup: null,
        new DiagnosticResult("RG2007", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "The handler added to 'IConnectionMultiplexer.ConnectionFailed' is never removed, and the connection keeps each 'Watch', which can be disposed; remove the same handler with -= in its disposal"));

    private static Task VerifyAsync(string member) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        class Provider(IConnectionMultiplexer mux)
        {
            private readonly IConnectionMultiplexer _mux = mux;
            {{member}}
            private void OnRestored(object? sender, ConnectionFailedEventArgs e) => Show(e);
            private static void Log(object? sender, ConnectionFailedEventArgs e) => Console.WriteLine(e);
            private void Show(object? what) => Console.WriteLine(_mux + "" + what);
            public void Use() { OnRestored(null, null!); Log(null, null!); }
        }
        """);

    private static Task VerifyDisposableAsync(string add, string dispose) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        sealed class Watch : IDisposable
        {
            private readonly IConnectionMultiplexer _mux;
            private readonly EventHandler<ConnectionFailedEventArgs> _kept;

            public Watch(IConnectionMultiplexer mux)
            {
                _mux = mux;
                _kept = OnFailed;
                {{add}};
            }

            private void OnFailed(object? sender, ConnectionFailedEventArgs e) => Show(_kept);
            private void OnOther(object? sender, ConnectionFailedEventArgs e) => Show(_kept);
            private static void OnStatic(object? sender, ConnectionFailedEventArgs e) => Console.WriteLine(e);
            private void Show(object? what) => Console.WriteLine(_mux + "" + what);
            public void Use() { OnOther(null, null!); OnStatic(null, null!); }
            public void Dispose() { {{dispose}} }
        }
        """);

    private static string Registered(string add, string statement) =>
        $$"""
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        class Watch
        {
            public Watch(IConnectionMultiplexer mux) => {{statement}};
            private void OnFailed(object? sender, ConnectionFailedEventArgs e) => Console.WriteLine(GetHashCode());
        }

        static class Registration
        {
            public static void Add(IServiceCollection services) => services.{{add}}<Watch>();
        }
        """;
}
