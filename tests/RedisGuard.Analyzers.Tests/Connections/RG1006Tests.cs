using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>RG1006, Racing callers leak a connection.</summary>
public class RG1006Tests
{
    [Theory]
    [InlineData("public static IConnectionMultiplexer Get(string k) => s_map.GetOrAdd(k, x => {|RG1006:ConnectionMultiplexer.Connect(x)|});")]
    [InlineData("public static IConnectionMultiplexer Get(string k) => s_map.GetOrAdd(k, x => { var c = {|RG1006:ConnectionMultiplexer.Connect(x)|}; c.GetDatabase().Ping(); return c; });")]
    [InlineData("public static IConnectionMultiplexer Get(string k) => s_map.GetOrAdd(k, static (x, o) => {|RG1006:ConnectionMultiplexer.Connect(x + o)|}, \",ssl=true\");")]
    [InlineData("public static IConnectionMultiplexer Get(string k) => s_map.AddOrUpdate(k, x => {|RG1006:ConnectionMultiplexer.Connect(x)|}, (x, old) => old);")]
    [InlineData("public static Task<ConnectionMultiplexer> Get(string k) => s_tasks.GetOrAdd(k, x => {|RG1006:ConnectionMultiplexer.ConnectAsync(x)|});")]
    [InlineData("public static Task<ConnectionMultiplexer> Get(string k) => s_tasks.GetOrAdd(k, async x => await {|RG1006:ConnectionMultiplexer.ConnectAsync(x)|});")]
    [InlineData("public static IConnectionMultiplexer Get(string k) => s_map.GetOrAdd(k, {|RG1006:Open|}); private static ConnectionMultiplexer Open(string x) => ConnectionMultiplexer.Connect(x);")]
    [InlineData("public static ConnectionMultiplexer Get() => LazyInitializer.EnsureInitialized(ref s_c, () => {|RG1006:ConnectionMultiplexer.Connect(Cs)|});")]
    [InlineData("static readonly Lazy<ConnectionMultiplexer> s_lazy = new(() => {|RG1006:ConnectionMultiplexer.Connect(Cs)|}, LazyThreadSafetyMode.PublicationOnly);")]
    [InlineData("static readonly Lazy<ConnectionMultiplexer> s_lazy = new(() => {|RG1006:ConnectionMultiplexer.Connect(Cs)|}, isThreadSafe: false);")]
    [InlineData("static readonly Lazy<ConnectionMultiplexer> s_lazy = new(() => {|RG1006:ConnectionMultiplexer.Connect(Cs)|}, LazyThreadSafetyMode.None);")]
    [InlineData("static readonly Lazy<ConnectionMultiplexer> s_lazy = new Lazy<ConnectionMultiplexer>(valueFactory: () => {|RG1006:ConnectionMultiplexer.Connect(Cs)|}, mode: LazyThreadSafetyMode.PublicationOnly);")]
    public Task FactoryThatMayRunTwice_IsReported(string member) => VerifyAsync(member);

    [Theory]
    [InlineData("public static ConnectionMultiplexer Get() => s_c ??= {|RG1006:ConnectionMultiplexer.Connect(Cs)|};")]
    [InlineData("public static ConnectionMultiplexer Redis => s_c ??= {|RG1006:ConnectionMultiplexer.Connect(Cs)|};")]
    [InlineData("public static ConnectionMultiplexer Get() { if (s_c == null) { s_c = {|RG1006:ConnectionMultiplexer.Connect(Cs)|}; } return s_c; }")]
    [InlineData("public static ConnectionMultiplexer Get() { if (s_c is null) s_c = {|RG1006:ConnectionMultiplexer.Connect(Cs)|}; return s_c; }")]
    [InlineData("public static ConnectionMultiplexer Get() { if (s_c != null) { return s_c; } s_c = {|RG1006:ConnectionMultiplexer.Connect(Cs)|}; return s_c; }")]
    [InlineData("public static ConnectionMultiplexer Get() { if (s_c != null) { return s_c; } return s_c = {|RG1006:ConnectionMultiplexer.Connect(Cs)|}; }")]
    [InlineData("public static async Task<ConnectionMultiplexer> GetAsync() { if (s_c == null) { s_c = await {|RG1006:ConnectionMultiplexer.ConnectAsync(Cs)|}; } return s_c; }")]
    [InlineData("public static async Task<IDatabase> GetAsync() => (s_c ??= await {|RG1006:ConnectionMultiplexer.ConnectAsync(Cs)|}).GetDatabase();")]
    [InlineData("public static ConnectionMultiplexer Get() { var c = s_c; if (c == null) { c = {|RG1006:ConnectionMultiplexer.Connect(Cs)|}; s_c = c; } return c; }")]
    [InlineData("public static void Fill() { var c = {|RG1006:ConnectionMultiplexer.Connect(Cs)|}; Interlocked.CompareExchange(ref s_c, c, null); }")]
    [InlineData("public static ConnectionMultiplexer Get() { var c = {|RG1006:ConnectionMultiplexer.Connect(Cs)|}; return Interlocked.CompareExchange(ref s_c, c, null) ?? c; }")]
    [InlineData("public static ConnectionMultiplexer Get() { if (s_c == null) { lock (s_gate) { s_c = {|RG1006:ConnectionMultiplexer.Connect(Cs)|}; } } return s_c; }")]
    [InlineData("public static async Task<ConnectionMultiplexer> GetAsync() { s_c ??= await {|RG1006:ConnectionMultiplexer.ConnectAsync(Cs)|}; await s_sem.WaitAsync(); s_sem.Release(); return s_c; }")]
    public Task CheckThenConnect_IsReported(string member) => VerifyAsync(member);

    [Theory]
    [InlineData("public static ConnectionMultiplexer Get() { lock (s_gate) { return s_c ??= ConnectionMultiplexer.Connect(Cs); } }")]
    [InlineData("public static ConnectionMultiplexer Get() { if (s_c == null) { lock (s_gate) { if (s_c == null) { s_c = ConnectionMultiplexer.Connect(Cs); } } } return s_c; }")]
    [InlineData("public static ConnectionMultiplexer Get() { Monitor.Enter(s_gate); try { return s_c ??= ConnectionMultiplexer.Connect(Cs); } finally { Monitor.Exit(s_gate); } }")]
    [InlineData("public static async Task<ConnectionMultiplexer> GetAsync() { await s_sem.WaitAsync(); try { return s_c ??= await ConnectionMultiplexer.ConnectAsync(Cs); } finally { s_sem.Release(); } }")]
    [InlineData("public static ConnectionMultiplexer Get() { s_sem.Wait(); try { if (s_c == null) { s_c = ConnectionMultiplexer.Connect(Cs); } return s_c; } finally { s_sem.Release(); } }")]
    [InlineData("[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Synchronized)] public static ConnectionMultiplexer Get() => s_c ??= ConnectionMultiplexer.Connect(Cs);")]
    [InlineData("public static ConnectionMultiplexer Get() { var c = s_c; if (c is null) { var n = ConnectionMultiplexer.Connect(Cs); c = Interlocked.CompareExchange(ref s_c, n, null); if (c is null) { c = n; } else { n.Dispose(); } } return c; }")]
    [InlineData("public static ConnectionMultiplexer Get() { lock (s_gate) { return Fill(); } } private static ConnectionMultiplexer Fill() => s_c ??= ConnectionMultiplexer.Connect(Cs);")]
    [InlineData("static readonly Lazy<ConnectionMultiplexer> s_lazy = new(() => ConnectionMultiplexer.Connect(Cs));")]
    [InlineData("static readonly Lazy<ConnectionMultiplexer> s_lazy = new(() => ConnectionMultiplexer.Connect(Cs), LazyThreadSafetyMode.ExecutionAndPublication);")]
    [InlineData("static readonly Lazy<ConnectionMultiplexer> s_lazy = new(() => ConnectionMultiplexer.Connect(Cs), true);")]
    [InlineData("public static IConnectionMultiplexer Get(string k) => s_lazies.GetOrAdd(k, x => new(() => ConnectionMultiplexer.Connect(x))).Value;")]
    [InlineData("static bool s_set; static object? s_lock; public static ConnectionMultiplexer Get() => LazyInitializer.EnsureInitialized(ref s_c, ref s_set, ref s_lock, () => ConnectionMultiplexer.Connect(Cs))!;")]
    [InlineData("static object? s_lock; public static ConnectionMultiplexer Get() => LazyInitializer.EnsureInitialized(ref s_c, ref s_lock, () => ConnectionMultiplexer.Connect(Cs))!;")]
    [InlineData("static Store() { s_c ??= ConnectionMultiplexer.Connect(Cs); }")]
    [InlineData("public static void Initialize() { if (s_c == null) { s_c = ConnectionMultiplexer.Connect(Cs); } }")]
    [InlineData("public static IConnectionMultiplexer Get(string k) { lock (s_gate) { if (!s_plain.TryGetValue(k, out var c)) { s_plain[k] = c = ConnectionMultiplexer.Connect(k); } return c; } }")]
    [InlineData("public static bool Add(string k) { var c = ConnectionMultiplexer.Connect(k); if (s_map.TryAdd(k, c)) { return true; } c.Dispose(); return false; }")]
    [InlineData("public static RedisValue Get(string k) => s_values.GetOrAdd(k, x => s_c!.GetDatabase().StringGet(x));")]
    [InlineData("public static void Main() { if (s_c == null) { s_c = ConnectionMultiplexer.Connect(Cs); } }")]
    public Task GuardedFill_IsSilent(string member) => VerifyAsync(member);

    [Fact]
    public Task MemoryCache_IsReported() => AllRules.VerifyAsync("""
        using Microsoft.Extensions.Caching.Memory;
        using StackExchange.Redis;

        class Connections(IMemoryCache cache)
        {
            public IConnectionMultiplexer? Get(string key) => cache.GetOrCreate(key, entry => {|RG1006:ConnectionMultiplexer.Connect(key)|});

            public Task<ConnectionMultiplexer?> GetAsync(string key)
                => cache.GetOrCreateAsync(key, async entry => await {|RG1006:ConnectionMultiplexer.ConnectAsync(key)|})!;
        }
        """);

    [Fact]
    public Task OwnGetOrAdd_IsNotKnownToRace() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Cache
        {
            private readonly Dictionary<string, IConnectionMultiplexer> _all = new();

            public IConnectionMultiplexer GetOrAdd(string key, Func<string, IConnectionMultiplexer> open)
            {
                lock (_all)
                {
                    return _all.TryGetValue(key, out var known) ? known : _all[key] = open(key);
                }
            }

            public IConnectionMultiplexer Get(string key) => GetOrAdd(key, k => ConnectionMultiplexer.Connect(k));
        }
        """);

    [Fact]
    public Task Message_OfADictionary() => AllRules.VerifyAsync(
        """
        using System.Collections.Concurrent;
        using StackExchange.Redis;

        static class Connections
        {
            private static readonly ConcurrentDictionary<string, ConnectionMultiplexer> s_all = new();

            public static IConnectionMultiplexer Get(string key) => s_all.GetOrAdd(key, k => {|#0:ConnectionMultiplexer.Connect(k)|});
        }
        """,
        setup: null,
        Expect("'ConnectionMultiplexer.Connect' opens two connections when two callers come at once, and one of them is never closed: 'GetOrAdd' runs the factory for both and keeps one connection; open it in a Lazy, or under a lock"));

    [Fact]
    public Task Message_OfAField() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        static class Connections
        {
            private static ConnectionMultiplexer? s_redis;

            public static IConnectionMultiplexer Redis => s_redis ??= {|#0:ConnectionMultiplexer.Connect("localhost")|};
        }
        """,
        new() { Pool = true },
        Expect("'ConnectionMultiplexer.Connect' opens two connections when two callers come at once, and one of them is never closed: both find 's_redis' empty, and the second overwrites the first; take it from RedisPool.For"));

    private static Task VerifyAsync(string member) => AllRules.VerifyAsync(
        $$"""
        using System.Collections.Concurrent;
        using StackExchange.Redis;

        public class Store
        {
            private const string Cs = "localhost";
            private static readonly object s_gate = new();
            private static readonly SemaphoreSlim s_sem = new(1, 1);
            private static ConnectionMultiplexer? s_c;
            private static readonly Dictionary<string, ConnectionMultiplexer> s_plain = new();
            private static readonly ConcurrentDictionary<string, ConnectionMultiplexer> s_map = new();
            private static readonly ConcurrentDictionary<string, Lazy<ConnectionMultiplexer>> s_lazies = new();
            private static readonly ConcurrentDictionary<string, Task<ConnectionMultiplexer>> s_tasks = new();
            private static readonly ConcurrentDictionary<string, RedisValue> s_values = new();

            {{member}}
        }
        """);

    private static DiagnosticResult Expect(string message)
        => DiagnosticResult.CompilerWarning("RG1006").WithLocation(0).WithMessage(message);
}
