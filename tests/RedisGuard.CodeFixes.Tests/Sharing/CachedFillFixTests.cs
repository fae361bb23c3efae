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
        InTenants("public static IConnectionMultiplexer Get(string host, string port) => RedisPool.For(host + port).GetConnection();").Replace("using System.Collections.Concurrent", "using RedisGuard.Pool", StringComparison.Ordinal));

    [Theory]
    [InlineData("if (s_m != null)\n        {\n            return s_m;\n        }\n\n        // not yet\n        s_m = {|RG1006:ConnectionMultiplexer.Connect(\"a\")|};\n        return s_m;", "ConnectionMultiplexer", "GetConnection()")]
    [InlineData("if (s_m is not null) return s_m.GetDatabase();\n        s_m = {|RG1006:ConnectionMultiplexer.Connect(\"a\")|};\n        return s_m.GetDatabase();", "IDatabase", "GetDatabase()")]
    [InlineData("if (s_m != null && s_m.IsConnected) return s_m;\n        s_m?.Dispose();\n        s_m = {|RG1000:ConnectionMultiplexer.Connect(\"a\")|};\n        return s_m!;", "ConnectionMultiplexer", "GetConnection()")]
    public Task FillBehindTheWayOut_TakesItFromThePool(string body, string type, string asked) => RealRules<PoolFixProvider>.VerifyWithoutAsync(
        $"using StackExchange.Redis;\n\nstatic class Cache\n{{\n    private static ConnectionMultiplexer? s_m;\n\n    public static {type} Get()\n    {{\n        {body}\n    }}\n}}\n",
        $"using RedisGuard.Pool;\nusing StackExchange.Redis;\n\nstatic class Cache\n{{\n    public static {type.Replace("Conn", "IConn", StringComparison.Ordinal)} Get()\n    {{\n        return RedisPool.For(\"a\").{asked};\n    }}\n}}\n",
        ["// not yet"],
        new() { Pool = true });

    [Fact]
    public Task FillUnderALockBehindTheWayOut_GoesWithItsLock() => FixVerifier<OpenOnceFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        static class Cache
        {
            private static readonly object s_gate = new();
            private static ConnectionMultiplexer? s_m;

            public static ConnectionMultiplexer Get()
            {
                if (s_m is not null) return s_m;
                lock (s_gate)
                {
                    s_m = {|RG1006:ConnectionMultiplexer.Connect("a")|};
                }

                return s_m;
            }
        }
        """,
        """
        using StackExchange.Redis;

        static class Cache
        {
            public static ConnectionMultiplexer Get()
            {
                return RedisConnections.Get("a");
            }
        }
        """,
        new() { Analyzers = AllAnalyzers.Create() });

    [Fact]
    public Task EntryBehindTheWayOut_OpensOnce() => FixVerifier<OpenOnceFixProvider>.VerifyAsync(
        InTenants("""
            private static readonly ConcurrentDictionary<string, ConnectionMultiplexer> s_all = new();

                public static IDatabase Get(string host)
                {
                    if (s_all.TryGetValue(host, out var found))
                    {
                        return found.GetDatabase();
                    }

                    var made = {|RG1006:ConnectionMultiplexer.Connect(host)|};
                    s_all.TryAdd(host, made);
                    return made.GetDatabase();
                }
            """),
        InTenants("""
            public static IDatabase Get(string host)
                {
                    return RedisConnections.Get(host).GetDatabase();
                }
            """),
        new() { Analyzers = AllAnalyzers.Create() });

    /// <summary>Another part of the type that doesn't mention the field has no say.</summary>
    [Fact]
    public Task PartOfAType_LosesItsPlaceToo() => RealRules<PoolFixProvider>.VerifyAsync(
        "using StackExchange.Redis;\n\npublic static partial class Cache\n{\n    private static ConnectionMultiplexer? s_m;\n\n    public static IDatabase Db => (s_m ??= {|RG1006:ConnectionMultiplexer.Connect(\"a\")|}).GetDatabase();\n}\n",
        "using RedisGuard.Pool;\nusing StackExchange.Redis;\n\npublic static partial class Cache\n{\n    public static IDatabase Db => RedisPool.For(\"a\").GetDatabase();\n}\n",
        new() { Pool = true, Files = [("Other.cs", "public static partial class Cache { public const int Size = 1; }")] });

    [Theory]
    [InlineData("o", "o.Clone()")]
    [InlineData("ConfigurationOptions.Parse(host)", "ConfigurationOptions.Parse(host)")]
    public Task OptionsOfALazy_GoOnTrying(string options, string patient) => RealRules<LazyInsideFixProvider>.VerifyAsync(
        InTenants($"private static readonly ConcurrentDictionary<string, ConnectionMultiplexer> s_all = new();\n\n    public static ConnectionMultiplexer Get(string host, ConfigurationOptions o) => s_all.GetOrAdd(host, _ => {{|RG1006:ConnectionMultiplexer.Connect({options})|}});"),
        InTenants($"private static readonly ConcurrentDictionary<string, Lazy<ConnectionMultiplexer>> s_all = new();\n\n    public static ConnectionMultiplexer Get(string host, ConfigurationOptions o) => s_all.GetOrAdd(host, _ => new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect({patient}.Apply(options => options.AbortOnConnectFail = false)))).Value;"));

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
