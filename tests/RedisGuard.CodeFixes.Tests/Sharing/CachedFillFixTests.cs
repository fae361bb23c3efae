using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Sharing;

/// <summary>A field or dictionary that was filled at first need goes where its connections are shared: nothing dead is left behind.</summary>
public class CachedFillFixTests
{
    private const string Getter = """
        using StackExchange.Redis;

        public static class Cache
        {
            private static ConnectionMultiplexer? _connection;

            public static ConnectionMultiplexer Connection
            {
                get
                {
                    // first time?
                    if (_connection == null)
                    {
                        _connection = {|RG1006:ConnectionMultiplexer.Connect("localhost")|};
                    }

                    return _connection;
                }
            }
        }
        """;

    [Fact]
    public Task NullCheckGetter_TakesItFromThePool() => Pool(
        Getter,
        """
        using RedisGuard.Pool;
        using StackExchange.Redis;

        public static class Cache
        {
            public static IConnectionMultiplexer Connection
            {
                get
                {
                    return RedisPool.For("localhost").GetConnection();
                }
            }
        }
        """);

    [Fact]
    public Task CallerThatNeedsTheClass_IsNotOffered() => RealRules<PoolFixProvider>.VerifyNotOfferedAsync(
        Getter,
        new() { Pool = true, Files = [("Caller.cs", "class Caller { StackExchange.Redis.ConnectionMultiplexer It => Cache.Connection; }")] });

    [Fact]
    public Task StaleTestUnderALock_GoesWithItsLock() => Pool(
        """
        using StackExchange.Redis;

        class Store(string host)
        {
            private readonly object _gate = new();
            private ConnectionMultiplexer? _redis;

            public IDatabase Db()
            {
                if (_redis == null || !_redis.IsConnected)
                {
                    lock (_gate)
                    {
                        if (_redis == null || !_redis.IsConnected)
                        {
                            _redis = {|RG1004:ConnectionMultiplexer.Connect(host)|};
                        }
                    }
                }

                return _redis.GetDatabase();
            }
        }
        """,
        """
        using RedisGuard.Pool;
        using StackExchange.Redis;

        class Store(string host)
        {
            public IDatabase Db()
            {
                return RedisPool.For(host).GetDatabase();
            }
        }
        """);

    [Fact]
    public Task PropertyThatOpens_GivesThePoolsConnection() => Pool(
        """
        using StackExchange.Redis;

        static class Cache
        {
            public static ConnectionMultiplexer Redis => {|RG1001:ConnectionMultiplexer.Connect("localhost")|};
        }
        """,
        """
        using RedisGuard.Pool;
        using StackExchange.Redis;

        static class Cache
        {
            public static IConnectionMultiplexer Redis => RedisPool.For("localhost").GetConnection();
        }
        """);

    [Fact]
    public Task CoalescingProperty_IsOneExpression() => Pool(
        """
        using StackExchange.Redis;

        static class Cache
        {
            private static ConnectionMultiplexer? s_redis;

            public static ConnectionMultiplexer Redis => s_redis ??= {|RG1006:ConnectionMultiplexer.Connect("localhost")|};
        }
        """,
        """
        using RedisGuard.Pool;
        using StackExchange.Redis;

        static class Cache
        {
            public static IConnectionMultiplexer Redis => RedisPool.For("localhost").GetConnection();
        }
        """);

    private const string Dictionary = """
        using StackExchange.Redis;

        static class Tenants
        {
            private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, ConnectionMultiplexer> s_all = new();

            public static IDatabase Get(string host)
            {
                // is it there?
                if (!s_all.TryGetValue(host, out var connection))
                {
                    connection = {|RG1006:ConnectionMultiplexer.Connect(host)|};
                    s_all[host] = connection;
                }

                return connection.GetDatabase();
            }
        }
        """;

    [Fact]
    public Task DictionaryThatIsAskedFirst_TakesItFromThePool() => Pool(
        Dictionary,
        """
        using RedisGuard.Pool;
        using StackExchange.Redis;

        static class Tenants
        {
            public static IDatabase Get(string host)
            {
                var connection = RedisPool.For(host).GetConnection();

                return connection.GetDatabase();
            }
        }
        """);

    [Fact]
    public Task DictionaryThatIsAskedFirst_OpensOnce() => RealRules<OpenOnceFixProvider>.VerifyWithoutAsync(
        Dictionary,
        """
        using StackExchange.Redis;

        static class Tenants
        {
            public static IDatabase Get(string host)
            {
                var connection = RedisConnections.Get(host);

                return connection.GetDatabase();
            }
        }
        """,
        ["// is it there?"]);

    [Theory]
    [InlineData("s_all.GetOrAdd(host, {|RG1006:ConnectionMultiplexer.Connect(host + port)|})")]
    [InlineData("s_all.GetOrAdd(host, key => {|RG1006:ConnectionMultiplexer.Connect(key + port)|})")]
    [InlineData("s_all.GetOrAdd(host, static (key, end) => {|RG1006:ConnectionMultiplexer.Connect(key + end)|}, port)")]
    public Task GetOrAdd_TakesItFromThePool(string before) => Pool(
        InTenants($"private static readonly ConcurrentDictionary<string, ConnectionMultiplexer> s_all = new();\n\n    public static ConnectionMultiplexer Get(string host, string port) => {before};"),
        InTenants("public static IConnectionMultiplexer Get(string host, string port) => RedisPool.For(host + port).GetConnection();").Replace("using StackExchange", "using RedisGuard.Pool;\nusing StackExchange", StringComparison.Ordinal));

    [Fact]
    public Task GetOrAddOfAnOpenedConnection_KeepsALazy() => RealRules<LazyInsideFixProvider>.VerifyAsync(
        InTenants("private static readonly ConcurrentDictionary<string, ConnectionMultiplexer> s_all = new();\n\n    public static ConnectionMultiplexer Get(string host) => s_all.GetOrAdd(host, {|RG1006:ConnectionMultiplexer.Connect(host)|});"),
        InTenants("private static readonly ConcurrentDictionary<string, Lazy<ConnectionMultiplexer>> s_all = new();\n\n    public static ConnectionMultiplexer Get(string host) => s_all.GetOrAdd(host, _ => new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(host, options => options.AbortOnConnectFail = false))).Value;"));

    private static string InTenants(string members) => $$"""
        using System.Collections.Concurrent;
        using StackExchange.Redis;

        static class Tenants
        {
            {{members}}
        }
        """;

    private static Task Pool(string before, string after) =>
        RealRules<PoolFixProvider>.VerifyWithoutAsync(before, after, ["// first time?", "// is it there?"], new() { Pool = true });
}
