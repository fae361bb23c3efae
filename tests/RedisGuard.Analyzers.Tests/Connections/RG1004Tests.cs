using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>RG1004, Connection replaced without closing the old one.</summary>
public class RG1004Tests
{
    [Theory]
    [InlineData("public IDatabase Get() { if (s_c == null || !s_c.IsConnected) { s_c = {|RG1004:ConnectionMultiplexer.Connect(Cs)|}; } return s_c.GetDatabase(); }")]
    [InlineData("public IDatabase Get() { if (s_c is null || !s_c.IsConnected) s_c = {|RG1004:ConnectionMultiplexer.Connect(Cs)|}; return s_c.GetDatabase(); }")]
    [InlineData("public IDatabase Get() { if (s_c?.IsConnected != true) { s_c = {|RG1004:ConnectionMultiplexer.Connect(Cs)|}; } return s_c!.GetDatabase(); }")]
    [InlineData("public IDatabase Get() { if (s_c != null && s_c.IsConnected) { return s_c.GetDatabase(); } s_c = {|RG1004:ConnectionMultiplexer.Connect(Cs)|}; return s_c.GetDatabase(); }")]
    [InlineData("public async Task<IDatabase> GetAsync() { if (s_c is null || !s_c.IsConnected) { s_c = await {|RG1004:ConnectionMultiplexer.ConnectAsync(Cs)|}; } return s_c.GetDatabase(); }")]
    [InlineData("public IDatabase Get() { lock (s_gate) { if (s_c == null || !s_c.IsConnected) { s_c = {|RG1004:ConnectionMultiplexer.Connect(Cs)|}; } return s_c.GetDatabase(); } }")]
    [InlineData("public ConnectionMultiplexer Redis { get { if (s_c == null || !s_c.IsConnected) { s_c = {|RG1004:ConnectionMultiplexer.Connect(Cs)|}; } return s_c; } }")]
    [InlineData("public void Keep() { while (!s_c!.IsConnected) { s_c = {|RG1004:ConnectionMultiplexer.Connect(Cs)|}; } }")]
    [InlineData("public IDatabase Get() { if (s_c is not { IsConnected: true }) { s_c = {|RG1004:ConnectionMultiplexer.Connect(Cs)|}; } return s_c.GetDatabase(); }")]
    [InlineData("public IDatabase Get() { lock (s_gate) { if (!s_up) { s_c = {|RG1004:ConnectionMultiplexer.Connect(Cs)|}; s_c.ConnectionFailed += (_, _) => s_up = false; s_up = true; } return s_c!.GetDatabase(); } } private static bool s_up;")]
    [InlineData("public void Fill() { lock (s_gate) { if (s_up) { return; } s_c = {|RG1004:ConnectionMultiplexer.Connect(Cs)|}; s_up = true; } } public void Forget() => s_up = false; private static bool s_up;")]
    public Task ReplacedWhenNotConnected_IsReported(string member) => VerifyAsync(member);

    [Theory]
    [InlineData("public IDatabase Get() { if (s_c == null || !s_c.IsConnected) { s_c?.Dispose(); s_c = ConnectionMultiplexer.Connect(Cs); } return s_c.GetDatabase(); }")]
    [InlineData("public IDatabase Get() { if (s_c == null || !s_c.IsConnected) { var old = s_c; s_c = ConnectionMultiplexer.Connect(Cs); old?.Close(); } return s_c.GetDatabase(); }")]
    [InlineData("public void Swap() { var old = Interlocked.Exchange(ref s_c, ConnectionMultiplexer.Connect(Cs)); old?.Dispose(); }")]
    [InlineData("public void Swap() => Interlocked.Exchange(ref s_c, ConnectionMultiplexer.Connect(Cs))?.Dispose();")]
    [InlineData("public async Task SwapAsync() { var fresh = await ConnectionMultiplexer.ConnectAsync(Cs); var old = s_c; s_c = fresh; if (old != null) { await old.CloseAsync(); } }")]
    [InlineData("public void Swap() { Close(); s_c = ConnectionMultiplexer.Connect(Cs); } private static void Close() { s_c?.Dispose(); s_c = null; }")]
    [InlineData("public void Swap() { var old = s_c; s_c = ConnectionMultiplexer.Connect(Cs); Task.Delay(1000).ContinueWith(_ => old?.Dispose()); }")]
    [InlineData("public void Swap() { var old = s_c; s_c = ConnectionMultiplexer.Connect(Cs); Retire(old); } private static void Retire(IDisposable? old) => old?.Dispose();")]
    [InlineData("public void Swap() { (var old, s_c) = (s_c, ConnectionMultiplexer.Connect(Cs)); old?.Dispose(); }")]
    [InlineData("public void Fill() { lock (s_gate) { if (s_up) { return; } s_c = ConnectionMultiplexer.Connect(Cs); s_up = true; } } public void Forget() { s_c?.Dispose(); s_up = false; } private static bool s_up;")]
    public Task OldOneClosed_IsSilent(string member) => VerifyAsync(member);

    [Theory]
    [InlineData("public void Start() { s_c = ConnectionMultiplexer.Connect(Cs); }")]
    [InlineData("public async Task InitializeAsync() { s_c = await ConnectionMultiplexer.ConnectAsync(Cs); }")]
    [InlineData("static Store() { s_c = ConnectionMultiplexer.Connect(Cs); }")]
    [InlineData("public void Fill() { lock (s_gate) { if (s_c == null) { s_c = ConnectionMultiplexer.Connect(Cs); } } }")]
    [InlineData("public void Fill() { lock (s_gate) { s_c ??= ConnectionMultiplexer.Connect(Cs); } }")]
    [InlineData("public void Fill() { lock (s_gate) { if (s_c != null) { return; } s_c = ConnectionMultiplexer.Connect(Cs); } }")]
    public Task FirstFill_IsSilent(string member) => VerifyAsync(member);

    [Fact]
    public Task ReconnectBesideTheConstructor_IsReported() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public sealed class Store : IDisposable
        {
            private ConnectionMultiplexer _redis;

            public Store() => _redis = ConnectionMultiplexer.Connect("localhost");

            public void Reconnect() => _redis = {|RG1004:ConnectionMultiplexer.Connect("localhost")|};

            public void Dispose() => _redis.Dispose();
        }
        """);

    [Fact]
    public Task PartsOfAPair_ReplaceWhatAnotherPairFilled() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public sealed class Store : IDisposable
        {
            private ConnectionMultiplexer _redis;
            private IDatabase _database;

            public Store() => (_redis, _database) = Open();

            public void Ping() => _database.Ping();

            public void Reconnect() => (_redis, _database) = {|RG1004:Open()|};

            public void Renew()
            {
                var old = _redis;
                (_redis, _database) = Open();
                old.Dispose();
            }

            public void Dispose() => _redis.Dispose();

            private static (ConnectionMultiplexer, IDatabase) Open()
            {
                var redis = ConnectionMultiplexer.Connect("localhost");
                return (redis, redis.GetDatabase());
            }
        }
        """);

    [Fact]
    public Task ReplacedInAConnectionFailedHandler_IsReported() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public sealed class Store : IDisposable
        {
            private ConnectionMultiplexer _redis;

            public Store()
            {
                _redis = ConnectionMultiplexer.Connect("localhost");
                _redis.ConnectionFailed += OnFailed;
            }

            private void OnFailed(object? sender, ConnectionFailedEventArgs e)
            {
                _redis = {|RG1004:ConnectionMultiplexer.Connect("localhost")|};
            }

            public void Dispose() => _redis.Dispose();
        }
        """);

    [Fact]
    public Task Message() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        public static class Store
        {
            private static ConnectionMultiplexer? s_redis;

            public static IDatabase Database()
            {
                if (s_redis == null || !s_redis.IsConnected)
                {
                    s_redis = {|#0:ConnectionMultiplexer.Connect("localhost")|};
                }

                return s_redis.GetDatabase();
            }
        }
        """,
        setup: null,
        DiagnosticResult.CompilerWarning("RG1004").WithLocation(0).WithMessage(
            "The connection in 's_redis' is replaced without closing the old one, which keeps its sockets and goes on reconnecting; put the new one in, then close the old"));

    [Fact]
    public Task FieldFilledTogetherWithTheOneThatIsAskedFor_IsAFirstFill() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public sealed class Cache : IDisposable
        {
            private readonly SemaphoreSlim _gate = new(1, 1);
            private ConnectionMultiplexer? _connection;
            private IDatabase? _cache;

            public void Connect(string? cs, ConfigurationOptions options)
            {
                if (_cache != null)
                {
                    return;
                }

                _gate.Wait();
                try
                {
                    if (_cache == null)
                    {
                        if (cs is null)
                        {
                            _connection = ConnectionMultiplexer.Connect(options);
                        }
                        else
                        {
                            _connection = ConnectionMultiplexer.Connect(cs);
                        }

                        _cache = _connection.GetDatabase();
                    }
                }
                finally
                {
                    _gate.Release();
                }
            }

            public void Dispose() => _connection?.Close();
        }
        """);

    [Fact]
    public Task NewOneThatIsHandedOnAfterwards_IsReported() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public sealed class Locks : IDisposable
        {
            private ConnectionMultiplexer? _connection;

            public async Task<T> RunAsync<T>(Func<ConnectionMultiplexer, Task<T>> work)
            {
                if (_connection is null || (_connection.IsConnected == false && _connection.IsConnecting == false))
                {
                    try
                    {
                        _connection = await {|RG1004:ConnectionMultiplexer.ConnectAsync("a")|};
                    }
                    catch (RedisException)
                    {
                        throw;
                    }
                }

                return await work(_connection);
            }

            public void Dispose() => _connection?.Dispose();
        }
        """);

    [Fact]
    public Task StaleEntryOfADictionary_IsReported() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public static class Connections
        {
            private static readonly Dictionary<string, ConnectionMultiplexer> s_all = new();

            public static ConnectionMultiplexer Get(string host)
            {
                lock (s_all)
                {
                    if (s_all.TryGetValue(host, out var known) && known.IsConnected)
                    {
                        return known;
                    }

                    known = {|RG1004:ConnectionMultiplexer.Connect(host)|};
                    s_all[host] = known;
                    return known;
                }
            }

            public static ConnectionMultiplexer Renew(string host)
            {
                lock (s_all)
                {
                    if (s_all.TryGetValue(host, out var known) && known.IsConnected)
                    {
                        return known;
                    }

                    known?.Dispose();
                    return s_all[host] = ConnectionMultiplexer.Connect(host);
                }
            }
        }
        """);

    [Fact]
    public Task LazyThatIsReplaced_IsReported() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public static class Store
        {
            private static Lazy<ConnectionMultiplexer> s_redis = new(() => ConnectionMultiplexer.Connect("a"));

            public static IDatabase Database => s_redis.Value.GetDatabase();

            public static void Reconnect() => s_redis = new Lazy<ConnectionMultiplexer>(() => {|RG1004:ConnectionMultiplexer.Connect("a")|});
        }
        """);

    [Fact]
    public Task LazyThatIsSwappedAndClosed_IsSilent() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public static class Store
        {
            private static Lazy<ConnectionMultiplexer> s_redis = new(() => ConnectionMultiplexer.Connect("a"));

            public static IDatabase Database => s_redis.Value.GetDatabase();

            public static void Reconnect()
            {
                var old = s_redis;
                s_redis = new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect("a"));
                old.Value.Dispose();
            }
        }
        """);

    private static Task VerifyAsync(string member) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        public class Store
        {
            private const string Cs = "localhost";
            private static readonly object s_gate = new();
            private static ConnectionMultiplexer? s_c;

            {{member}}
        }
        """);
}
