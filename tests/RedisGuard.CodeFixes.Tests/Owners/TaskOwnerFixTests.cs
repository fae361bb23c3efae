using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Owners;

/// <summary>An owner of a connection that is still being opened awaits it where it is disposed; one that was given its connection leaves it open.</summary>
public class TaskOwnerFixTests
{
    [Fact]
    public Task LazyOfATask_MakesItsOwnerAsyncDisposable() => RealRules<CloseInDisposeFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Store
        {
            private readonly Lazy<Task<ConnectionMultiplexer>> _redis = new(() => {|RG1003:ConnectionMultiplexer.ConnectAsync("localhost")|});

            public async Task<IDatabase> DbAsync() => (await _redis.Value).GetDatabase();
        }
        """,
        """
        using StackExchange.Redis;

        sealed class Store : IAsyncDisposable
        {
            private readonly Lazy<Task<ConnectionMultiplexer>> _redis = new(() => ConnectionMultiplexer.ConnectAsync("localhost"));

            public async Task<IDatabase> DbAsync() => (await _redis.Value).GetDatabase();

            public async ValueTask DisposeAsync()
            {
                if (_redis.IsValueCreated && !_redis.Value.IsFaulted)
                {
                    var opened = await _redis.Value.ConfigureAwait(false);
                    await opened.DisposeAsync().ConfigureAwait(false);
                }
            }
        }
        """);

    [Fact]
    public Task Task_IsAwaitedInTheDisposalThereIs() => RealRules<CloseInDisposeFixProvider>.VerifyAsync(
        Store("IAsyncDisposable", "{|RG1003:_redis = ConnectionMultiplexer.ConnectAsync(\"localhost\")|}", "public async ValueTask DisposeAsync()\n    {\n        await Task.Yield();\n    }"),
        Store("IAsyncDisposable", "_redis = ConnectionMultiplexer.ConnectAsync(\"localhost\")", "public async ValueTask DisposeAsync()\n    {\n        await Task.Yield();\n        if (!_redis.IsFaulted)\n        {\n            var opened = await _redis.ConfigureAwait(false);\n            await opened.DisposeAsync().ConfigureAwait(false);\n        }\n    }"));

    [Fact]
    public Task DisposeThatCannotAwait_IsNotOffered() => RealRules<CloseInDisposeFixProvider>.VerifyNotOfferedAsync(
        Store("IDisposable", "{|RG1003:_redis = ConnectionMultiplexer.ConnectAsync(\"localhost\")|}", "public void Dispose()\n    {\n    }"));

    [Fact]
    public Task OwnOrGiven_ClosesItsOwn() => RealRules<CloseInDisposeFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Store : IDisposable
        {
            private readonly IConnectionMultiplexer _redis;

            public Store(string server, IConnectionMultiplexer? given = null)
            {
                // The application's, if it has one.
                _redis = given ?? {|RG1003:ConnectionMultiplexer.Connect(server)|};
            }

            public IDatabase Db => _redis.GetDatabase();

            public void Dispose()
            {
            }
        }
        """,
        """
        using StackExchange.Redis;

        sealed class Store : IDisposable
        {
            private readonly IConnectionMultiplexer _redis;
            private readonly bool _ownsRedis;

            public Store(string server, IConnectionMultiplexer? given = null)
            {
                // The application's, if it has one.
                _ownsRedis = given == null;
                _redis = given ?? ConnectionMultiplexer.Connect(server);
            }

            public IDatabase Db => _redis.GetDatabase();

            public void Dispose()
            {
                if (_ownsRedis)
                {
                    _redis.Dispose();
                }
            }
        }
        """);

    [Theory]
    [InlineData("public Store(IConnectionMultiplexer? given = null) { _redis = given ?? {|RG1003:ConnectionMultiplexer.Connect(\"a\")|}; }", "public Store(IConnectionMultiplexer? given = null) { _ownsRedis = given == null; _redis = given ?? ConnectionMultiplexer.Connect(\"a\"); }")]
    [InlineData(
        "public Store(IConnectionMultiplexer? given = null) => _redis = given ?? {|RG1003:ConnectionMultiplexer.Connect(\"a\")|};",
        "public Store(IConnectionMultiplexer? given = null)\n    {\n        _ownsRedis = given == null;\n        _redis = given ?? ConnectionMultiplexer.Connect(\"a\");\n    }")]
    public Task OwnOrGivenInAShortConstructor_ClosesItsOwn(string before, string after) => RealRules<CloseInDisposeFixProvider>.VerifyAsync(
        OwnOrGiven(before, "private readonly IConnectionMultiplexer _redis;", "Store : IDisposable", "public void Dispose() { }"),
        OwnOrGiven(after, "private readonly IConnectionMultiplexer _redis;\n    private readonly bool _ownsRedis;", "Store : IDisposable", "public void Dispose() { if (_ownsRedis) { _redis.Dispose(); } }"));

    [Fact]
    public Task OwnOrGivenBesideThePool_Borrows() => RealRules<PoolFixProvider>.VerifyAsync(
        OwnOrGiven("public Store(IConnectionMultiplexer? given = null) => _redis = given ?? {|RG1003:ConnectionMultiplexer.Connect(\"a\")|};", "private readonly IConnectionMultiplexer _redis;", "Store", "public void Start() { }"),
        "using RedisGuard.Pool;\n" + OwnOrGiven("public Store(IConnectionMultiplexer? given = null) => _redis = given ?? RedisPool.For(\"a\").GetConnection();", "private readonly IConnectionMultiplexer _redis;", "Store", "public void Start() { }"),
        new() { Pool = true });

    private static string OwnOrGiven(string constructor, string fields, string head, string more) =>
        $"using StackExchange.Redis;\n\nsealed class {head}\n{{\n    {fields}\n\n    {constructor}\n\n    public IDatabase Db => _redis.GetDatabase();\n\n    {more}\n}}\n";

    // FX1: closed after    // FX1: closed after the field was emptied, nothing would be closed.
    [Fact]
    public Task DisposeThatForgets_ClosesBefore() => RealRules<CloseInDisposeFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        public sealed class A(string cs) : IDisposable
        {
            private ConnectionMultiplexer? {|RG1003:_mux = ConnectionMultiplexer.Connect(cs)|};
            public IDatabase Db => _mux!.GetDatabase();
            public void Dispose() => _mux = null;
        }
        """,
        """
        using StackExchange.Redis;

        public sealed class A(string cs) : IDisposable
        {
            private ConnectionMultiplexer? _mux = ConnectionMultiplexer.Connect(cs);
            public IDatabase Db => _mux!.GetDatabase();
            public void Dispose()
            {
                _mux?.Dispose();
                _mux = null;
            }
        }
        """);

    private static string Store(string implemented, string field, string disposal) => $$"""
        using StackExchange.Redis;

        sealed class Store : {{implemented}}
        {
            private readonly Task<ConnectionMultiplexer> {{field}};

            public async Task<IDatabase> DbAsync() => (await _redis).GetDatabase();

            {{disposal}}
        }
        """;
}
