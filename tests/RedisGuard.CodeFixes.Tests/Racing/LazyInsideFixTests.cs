using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Racing;

/// <summary>Racing callers meet in one Lazy, or under one lock.</summary>
public class LazyInsideFixTests
{
    private const string Dictionary = "private readonly ConcurrentDictionary<string, ConnectionMultiplexer> _all = new();";
    private const string Lazies = "private readonly ConcurrentDictionary<string, Lazy<ConnectionMultiplexer>> _all = new();";

    [Theory]
    [InlineData(
        "public IConnectionMultiplexer Get(string k) => _all.GetOrAdd(k, key => {|RG1006:ConnectionMultiplexer.Connect(key)|});",
        "public IConnectionMultiplexer Get(string k) => _all.GetOrAdd(k, key => new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(key, options => options.AbortOnConnectFail = false))).Value;")]
    [InlineData(
        "public IDatabase Get(string k) => this._all.GetOrAdd(k, _ => {|RG1006:ConnectionMultiplexer.Connect(k)|}).GetDatabase();",
        "public IDatabase Get(string k) => this._all.GetOrAdd(k, _ => new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(k, options => options.AbortOnConnectFail = false))).Value.GetDatabase();")]
    [InlineData(
        "public IConnectionMultiplexer Get(string k) => _all.GetOrAdd(k, static (x, o) => {|RG1006:ConnectionMultiplexer.Connect(x + o)|}, \",ssl=true\");",
        "public IConnectionMultiplexer Get(string k) => _all.GetOrAdd(k, static (x, o) => new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(x + o, options => options.AbortOnConnectFail = false)), \",ssl=true\").Value;")]
    [InlineData(
        "public IConnectionMultiplexer Get(string k) => _all.GetOrAdd(k, {|RG1006:Open|}); private static ConnectionMultiplexer Open(string x) => ConnectionMultiplexer.Connect(x);",
        "public IConnectionMultiplexer Get(string k) => _all.GetOrAdd(k, key => new Lazy<ConnectionMultiplexer>(() => Open(key))).Value; private static ConnectionMultiplexer Open(string x) => ConnectionMultiplexer.Connect(x, options => options.AbortOnConnectFail = false);")]
    [InlineData(
        "public IConnectionMultiplexer? Find(string k) { if (_all.TryGetValue(k, out var c)) { return c; } return k.Length == 0 ? null : _all.GetOrAdd(k, key => {|RG1006:ConnectionMultiplexer.Connect(key)|}); }",
        "public IConnectionMultiplexer? Find(string k) { if (_all.TryGetValue(k, out var c)) { return c.Value; } return k.Length == 0 ? null : _all.GetOrAdd(k, key => new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(key, options => options.AbortOnConnectFail = false))).Value; }")]
    [InlineData(
        "public IConnectionMultiplexer Get(string k) => _all.GetOrAdd(k, key => {|RG1006:ConnectionMultiplexer.Connect(key)|}); public void Dispose() { foreach (var c in _all.Values) { c.Dispose(); } _all.Clear(); }",
        "public IConnectionMultiplexer Get(string k) => _all.GetOrAdd(k, key => new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(key, options => options.AbortOnConnectFail = false))).Value; public void Dispose() { foreach (var c in _all.Values.Where(lazy => lazy.IsValueCreated).Select(lazy => lazy.Value)) { c.Dispose(); } _all.Clear(); }")]
    [InlineData(
        "public IConnectionMultiplexer Get(string k) => _all.GetOrAdd(k, key => {|RG1006:ConnectionMultiplexer.Connect(key)|}); public void Drop(string k) { if (_all.TryRemove(k, out ConnectionMultiplexer? c)) { c.Dispose(); } }",
        "public IConnectionMultiplexer Get(string k) => _all.GetOrAdd(k, key => new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(key, options => options.AbortOnConnectFail = false))).Value; public void Drop(string k) { if (_all.TryRemove(k, out Lazy<ConnectionMultiplexer>? c)) { c.Value.Dispose(); } }")]
    [InlineData(
        "public IConnectionMultiplexer Get(string k) => _all.GetOrAdd(k, key => {|RG1006:ConnectionMultiplexer.Connect(key)|}); public IConnectionMultiplexer Same(string k) => _all.GetOrAdd(k, {|RG1006:Open|}); private static ConnectionMultiplexer Open(string x) => ConnectionMultiplexer.Connect(x);",
        "public IConnectionMultiplexer Get(string k) => _all.GetOrAdd(k, key => new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(key, options => options.AbortOnConnectFail = false))).Value; public IConnectionMultiplexer Same(string k) => _all.GetOrAdd(k, key => new Lazy<ConnectionMultiplexer>(() => Open(key))).Value; private static ConnectionMultiplexer Open(string x) => ConnectionMultiplexer.Connect(x, options => options.AbortOnConnectFail = false);")]
    public Task Dictionary_KeepsLazies(string before, string after) =>
        RealRules<LazyInsideFixProvider>.VerifyAsync(Class(Dictionary, before), Class(Lazies, after));

    [Fact]
    public Task BlockLambda_KeepsItsLayout() => RealRules<LazyInsideFixProvider>.VerifyAsync(
        """
        using System.Collections.Concurrent;
        using StackExchange.Redis;

        static class Connections
        {
            // One for each endpoint.
            private static readonly ConcurrentDictionary<string, IConnectionMultiplexer> s_all = new ConcurrentDictionary<string, IConnectionMultiplexer>(StringComparer.Ordinal);

            public static IDatabase Get(string endpoint)
            {
                return s_all.GetOrAdd(endpoint, key =>
                {
                    var options = ConfigurationOptions.Parse(key); // as written
                    options.AbortOnConnectFail = false;
                    return {|RG1006:ConnectionMultiplexer.Connect(options)|};
                }).GetDatabase();
            }
        }
        """,
        """
        using System.Collections.Concurrent;
        using StackExchange.Redis;

        static class Connections
        {
            // One for each endpoint.
            private static readonly ConcurrentDictionary<string, Lazy<IConnectionMultiplexer>> s_all = new ConcurrentDictionary<string, Lazy<IConnectionMultiplexer>>(StringComparer.Ordinal);

            public static IDatabase Get(string endpoint)
            {
                return s_all.GetOrAdd(endpoint, key => new Lazy<IConnectionMultiplexer>(() =>
                {
                    var options = ConfigurationOptions.Parse(key); // as written
                    options.AbortOnConnectFail = false;
                    return ConnectionMultiplexer.Connect(options);
                })).Value.GetDatabase();
            }
        }
        """);

    [Fact]
    public Task DictionaryOfTasks_KeepsLazyTasks() => RealRules<LazyInsideFixProvider>.VerifyAsync(
        Class(
            "private static readonly ConcurrentDictionary<string, Task<ConnectionMultiplexer>> s_all = new();",
            "public static async Task<IDatabase> Get(string k) => (await s_all.GetOrAdd(k, async x => await {|RG1006:ConnectionMultiplexer.ConnectAsync(x)|})).GetDatabase();"),
        Class(
            "private static readonly ConcurrentDictionary<string, Lazy<Task<ConnectionMultiplexer>>> s_all = new();",
            "public static async Task<IDatabase> Get(string k) => (await s_all.GetOrAdd(k, x => new Lazy<Task<ConnectionMultiplexer>>(async () => await ConnectionMultiplexer.ConnectAsync(x, options => options.AbortOnConnectFail = false))).Value).GetDatabase();"));

    [Theory]
    [InlineData("internal readonly ConcurrentDictionary<string, ConnectionMultiplexer> _all = new();", "")]
    [InlineData(Dictionary, "public IEnumerable<KeyValuePair<string, ConnectionMultiplexer>> All => _all;")]
    [InlineData(Dictionary, "public void Put(string k, ConnectionMultiplexer c) => _all[k] = c;")]
    [InlineData(Dictionary, "public ICollection<ConnectionMultiplexer> All => _all.Values;")]
    [InlineData(Dictionary, "public ConnectionMultiplexer? Find(string k) { _all.TryGetValue(k, out var c); return c; }")]
    [InlineData(Dictionary, "public void Drop(string k) { _all.TryRemove(k, out var c); c?.Dispose(); }")]
    public Task UseThatCantBeRewritten_IsNotOffered(string field, string other) => RealRules<LazyInsideFixProvider>.VerifyNotOfferedAsync(
        Class(field, "public IConnectionMultiplexer Get(string k) => _all.GetOrAdd(k, key => {|RG1006:ConnectionMultiplexer.Connect(key)|}); " + other));

    [Fact]
    public Task AddOrUpdate_IsNotOffered() => RealRules<LazyInsideFixProvider>.VerifyNotOfferedAsync(
        Class(Dictionary, "public IConnectionMultiplexer Get(string k) => _all.AddOrUpdate(k, x => {|RG1006:ConnectionMultiplexer.Connect(x)|}, (x, old) => old);"));

    [Theory]
    [InlineData("LazyThreadSafetyMode.PublicationOnly")]
    [InlineData("LazyThreadSafetyMode.None")]
    [InlineData("isThreadSafe: false")]
    public Task LazyMode_IsDropped(string mode) => RealRules<LazyInsideFixProvider>.VerifyAsync(
        Class($$"""private static readonly Lazy<ConnectionMultiplexer> s_lazy = new(() => {|RG1006:ConnectionMultiplexer.Connect("localhost")|}, {{mode}});""", "public static IDatabase Db => s_lazy.Value.GetDatabase();"),
        Class("""private static readonly Lazy<ConnectionMultiplexer> s_lazy = new(() => ConnectionMultiplexer.Connect("localhost", options => options.AbortOnConnectFail = false));""", "public static IDatabase Db => s_lazy.Value.GetDatabase();"));

    [Fact]
    public Task EnsureInitialized_GetsItsLock() => RealRules<LazyInsideFixProvider>.VerifyAsync(
        Class(
            "private static ConnectionMultiplexer? s_redis; // filled late",
            """public static ConnectionMultiplexer Get() => LazyInitializer.EnsureInitialized(ref s_redis, () => {|RG1006:ConnectionMultiplexer.Connect("localhost")|});"""),
        Class(
            """
            private static ConnectionMultiplexer? s_redis; // filled late
                private static object? s_redisLock;
            """,
            """public static ConnectionMultiplexer Get() => LazyInitializer.EnsureInitialized(ref s_redis, ref s_redisLock, () => ConnectionMultiplexer.Connect("localhost"));"""));

    [Theory]
    [InlineData(
        "public static ConnectionMultiplexer Redis => s_redis ??= {|RG1006:ConnectionMultiplexer.Connect(Cs)|};",
        "public static ConnectionMultiplexer Redis => s_redis.Value;")]
    [InlineData(
        "public static IDatabase Get(int db) => (s_redis ??= {|RG1006:ConnectionMultiplexer.Connect(Cs)|}).GetDatabase(db);",
        "public static IDatabase Get(int db) => s_redis.Value.GetDatabase(db);")]
    [InlineData(
        "public static ConnectionMultiplexer Get() { if (s_redis == null) { s_redis = {|RG1006:ConnectionMultiplexer.Connect(Cs)|}; } return s_redis; }",
        "public static ConnectionMultiplexer Get() { return s_redis.Value; }")]
    [InlineData(
        "public static IDatabase Get() { if (s_redis is null) s_redis = {|RG1006:ConnectionMultiplexer.Connect(Cs)|}; return s_redis!.GetDatabase(); }",
        "public static IDatabase Get() { return s_redis.Value.GetDatabase(); }")]
    public Task FieldFilledAndReadInOnePlace_BecomesALazy(string before, string after) => RealRules<LazyInsideFixProvider>.VerifyAsync(
        Class("private static ConnectionMultiplexer? s_redis;", "private const string Cs = \"localhost\"; " + before),
        Class("private static readonly Lazy<ConnectionMultiplexer> s_redis = new(() => ConnectionMultiplexer.Connect(Cs, options => options.AbortOnConnectFail = false));", "private const string Cs = \"localhost\"; " + after));

    [Fact]
    public Task PropertyWithAFill_KeepsItsLayout() => RealRules<LazyInsideFixProvider>.VerifyWithoutAsync(
        """
        using StackExchange.Redis;

        static class Store
        {
            // The only one.
            private static volatile IConnectionMultiplexer? s_redis = null; // at first use

            public static IDatabase Database
            {
                get
                {
                    // Not before it is needed.
                    if (s_redis == null)
                    {
                        s_redis = {|RG1006:ConnectionMultiplexer.Connect("localhost")|};
                    }

                    return s_redis.GetDatabase();
                }
            }
        }
        """,
        """
        using StackExchange.Redis;

        static class Store
        {
            // The only one.
            private static readonly Lazy<IConnectionMultiplexer> s_redis = new(() => ConnectionMultiplexer.Connect("localhost", options => options.AbortOnConnectFail = false)); // at first use

            public static IDatabase Database
            {
                get
                {
                    return s_redis.Value.GetDatabase();
                }
            }
        }
        """,
        ["// Not before it is needed."]);

    [Fact]
    public Task MemoryCache_IsNotOffered() => RealRules<LazyInsideFixProvider>.VerifyNotOfferedAsync("""
        using Microsoft.Extensions.Caching.Memory;
        using StackExchange.Redis;

        class Connections(IMemoryCache cache)
        {
            public IConnectionMultiplexer? Get(string key) => cache.GetOrCreate(key, entry => {|RG1006:ConnectionMultiplexer.Connect(key)|});
        }
        """);

    [Theory]
    [InlineData("public static ConnectionMultiplexer Get(string cs) => s_redis ??= {|RG1006:ConnectionMultiplexer.Connect(cs)|};")]
    [InlineData("private const string cs = \"a\"; public static ConnectionMultiplexer Of(string cs) => s_redis ??= {|RG1006:ConnectionMultiplexer.Connect(cs)|};")]
    [InlineData("public static bool Has => s_redis != null; public static ConnectionMultiplexer Get() => s_redis ??= {|RG1006:ConnectionMultiplexer.Connect(\"a\")|};")]
    [InlineData("public static void Close() { s_redis?.Dispose(); s_redis = null; } public static ConnectionMultiplexer Get() { if (s_redis == null) { s_redis = {|RG1006:ConnectionMultiplexer.Connect(\"a\")|}; } return s_redis; }")]
    [InlineData("public static async Task<IDatabase> Get() => (s_redis ??= await {|RG1006:ConnectionMultiplexer.ConnectAsync(\"a\")|}).GetDatabase();")]
    public Task FieldThatIsMoreThanThat_IsNotOffered(string members) => RealRules<LazyInsideFixProvider>.VerifyNotOfferedAsync(
        Class("private static ConnectionMultiplexer? s_redis;", members));

    [Fact]
    public Task InstanceField_IsNotOffered() => RealRules<LazyInsideFixProvider>.VerifyNotOfferedAsync(
        Class(
            "private ConnectionMultiplexer? _redis;",
            "public ConnectionMultiplexer Get() => _redis ??= {|RG1006:ConnectionMultiplexer.Connect(\"a\")|}; public void Dispose() => _redis?.Dispose();"));

    private static string Class(string field, string members) => $$"""
        using System.Collections.Concurrent;
        using StackExchange.Redis;

        public class Store
        {
            {{field}}

            {{members}}
        }
        """;
}
