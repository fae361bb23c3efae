using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>RG1008, Connection closed while still in use.</summary>
public class RG1008Tests
{
    [Theory]
    [InlineData("public IDatabase M() { using var c = {|RG1008:ConnectionMultiplexer.Connect(\"a\")|}; return c.GetDatabase(); }")]
    [InlineData("public IDatabase M() { using (var c = {|RG1008:ConnectionMultiplexer.Connect(\"a\")|}) { return c.GetDatabase(); } }")]
    [InlineData("public ISubscriber M() { using var c = {|RG1008:ConnectionMultiplexer.Connect(\"a\")|}; return c.GetSubscriber(); }")]
    [InlineData("public IConnectionMultiplexer M() { using var c = {|RG1008:ConnectionMultiplexer.Connect(\"a\")|}; return c; }")]
    [InlineData("public async Task<IDatabase> M() { await using var c = await {|RG1008:ConnectionMultiplexer.ConnectAsync(\"a\")|}; return c.GetDatabase(); }")]
    [InlineData("public IDatabase M() { var c = {|RG1008:ConnectionMultiplexer.Connect(\"a\")|}; try { return c.GetDatabase(); } finally { c.Dispose(); } }")]
    [InlineData("private IDatabase? _db; public void M() { using var c = {|RG1008:ConnectionMultiplexer.Connect(\"a\")|}; _db = c.GetDatabase(); }")]
    [InlineData("public Task<RedisValue> M() { using var c = {|RG1008:ConnectionMultiplexer.Connect(\"a\")|}; return c.GetDatabase().StringGetAsync(\"k\"); }")]
    [InlineData("public Task M() { using var c = {|RG1008:ConnectionMultiplexer.Connect(\"a\")|}; var db = c.GetDatabase(); return db.StringSetAsync(\"k\", \"v\"); }")]
    [InlineData("public void M() { using var c = {|RG1008:ConnectionMultiplexer.Connect(\"a\")|}; c.GetSubscriber().Subscribe(RedisChannel.Literal(\"c\"), (_, m) => Console.WriteLine(m)); }")]
    [InlineData("public void M() { using (var c = {|RG1008:ConnectionMultiplexer.Connect(\"a\")|}) { var s = c.GetSubscriber(); s.Subscribe(RedisChannel.Literal(\"c\"), (_, m) => Console.WriteLine(m)); } }")]
    [InlineData("public IEnumerable<RedisKey> M() { using var c = {|RG1008:ConnectionMultiplexer.Connect(\"a\")|}; return c.GetServers()[0].Keys(); }")]
    [InlineData("public void M() { using var c = {|RG1008:ConnectionMultiplexer.Connect(\"a\")|}; _ = Task.Run(() => c.GetDatabase().StringSet(\"a\", 1)); }")]
    [InlineData("public void M() { using (var c = {|RG1008:ConnectionMultiplexer.Connect(\"a\")|}) { var db = c.GetDatabase(); ThreadPool.QueueUserWorkItem(_ => db.StringSet(\"a\", 1)); } }")]
    [InlineData("public void M(out IDatabase d) { using var c = {|RG1008:ConnectionMultiplexer.Connect(\"a\")|}; d = c.GetDatabase(); }")]
    [InlineData("public void M(ref IDatabase? d) { var c = {|RG1008:ConnectionMultiplexer.Connect(\"a\")|}; try { d = c.GetDatabase(); d.Ping(); } finally { c.Dispose(); } }")]
    public Task UserOutlivesTheScope_IsReported(string member) => VerifyAsync(member);

    [Theory]
    [InlineData("public string? M() { using var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; return c.GetDatabase().StringGet(\"k\"); }")]
    [InlineData("public async Task<string?> M() { using var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; return await c.GetDatabase().StringGetAsync(\"k\"); }")]
    [InlineData("public async Task<string?> M() { using var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; var t = c.GetDatabase().StringGetAsync(\"k\"); return await t; }")]
    [InlineData("public string? M() { using var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; return c.GetDatabase().StringGetAsync(\"k\").Result; }")]
    [InlineData("public void M() { using var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; c.GetSubscriber().Subscribe(RedisChannel.Literal(\"c\"), (_, m) => Console.WriteLine(m)); Console.ReadLine(); }")]
    [InlineData("public async Task M(CancellationToken t) { await using var c = await {|RG1001:ConnectionMultiplexer.ConnectAsync(\"a\")|}; await c.GetSubscriber().SubscribeAsync(RedisChannel.Literal(\"c\"), (_, m) => Console.WriteLine(m)); await Task.Delay(-1, t); }")]
    [InlineData("public List<string> M() { using var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; return c.GetServer(\"a\", 1).ConfigGet(\"a\").Select(k => k.Key).ToList(); }")]
    [InlineData("public bool M() { using var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; return c.IsConnected; }")]
    [InlineData("public async Task<RedisValue[]> M() { using var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; var d = c.GetDatabase(); return await Task.WhenAll(d.StringGetAsync(\"a\"), d.StringGetAsync(\"b\")); }")]
    [InlineData("public TimeSpan M() { using var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; var d = c.GetDatabase(); return d.Ping(); }")]
    [InlineData("public async Task M() { using var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; await Task.Run(() => c.GetDatabase().StringSet(\"a\", 1)); }")]
    [InlineData("public void M() { using var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; _ = Task.Run(() => c.GetDatabase().StringSet(\"a\", 1)); Console.ReadLine(); }")]
    [InlineData("public RedisKey[] M() { using var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; return {|RG4003:c.GetServers()[0].Keys()|}.ToArray(); }")]
    [InlineData("public void M(out IDatabase? d) { using var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; d = c.GetDatabase(); d.Ping(); d = null; }")]
    [InlineData("public void M(out IDatabase? d) { using var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; d = c.GetDatabase(); d.Ping(); Forget(out d); } private static void Forget(out IDatabase? d) => d = null;")]
    public Task OnlyValuesLeave_IsNotThisRule(string member) => VerifyAsync(member);

    [Fact]
    public Task ProgramThatWaits_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        using var redis = ConnectionMultiplexer.Connect("localhost");
        redis.GetSubscriber().Subscribe(RedisChannel.Literal("news"), (_, message) => Console.WriteLine(message));
        Console.ReadLine();
        """,
        new() { OutputKind = OutputKind.ConsoleApplication });

    [Fact]
    public Task Message() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        public class Store
        {
            public IDatabase Database()
            {
                using var connection = {|#0:ConnectionMultiplexer.Connect("localhost")|};
                return connection.GetDatabase();
            }
        }
        """,
        setup: null,
        DiagnosticResult.CompilerWarning("RG1008").WithLocation(0).WithMessage(
            "The connection in 'connection' is closed when this scope ends, while what is returned still needs it; let the connection live as long as its user")
            .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));

    private static Task VerifyAsync(string member) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        public class Store
        {
            {{member}}
        }
        """);

    [Theory]
    [InlineData("IDatabase db; using (var c = {|RG1008:ConnectionMultiplexer.Connect(cs)|}) { db = c.GetDatabase(); } db.StringSet(\"k\", 1);")]
    [InlineData("Task<TimeSpan> ping; using (var c = {|RG1008:ConnectionMultiplexer.Connect(cs)|}) { ping = c.GetDatabase().PingAsync(); } await ping;")]
    [InlineData("var c = {|RG1008:ConnectionMultiplexer.Connect(cs)|}; var db = c.GetDatabase(); c.Dispose(); db.StringSet(\"k\", 1);")]
    public Task UsedBehindTheScope_IsReported(string statements) => AllRules.VerifyMethodAsync(statements);

    [Theory]
    [InlineData("RedisValue value; using (var c = {|RG1001:ConnectionMultiplexer.Connect(cs)|}) { value = c.GetDatabase().StringGet(\"k\"); } Console.WriteLine(value);")]
    [InlineData("Task<TimeSpan> ping; using (var c = {|RG1001:ConnectionMultiplexer.Connect(cs)|}) { ping = c.GetDatabase().PingAsync(); await ping; } Console.WriteLine(ping.Result);")]
    [InlineData("IDatabase? db = null; if (flag) { using var c = {|RG1001:ConnectionMultiplexer.Connect(cs)|}; db = c.GetDatabase(); db.Ping(); } db = other?.GetDatabase(); db?.Ping();")]
    [InlineData("using (var c = {|RG1001:ConnectionMultiplexer.Connect(cs)|}) { c.GetDatabase().Ping(); } var t = Task.Run(() => { using var c = {|RG1001:ConnectionMultiplexer.Connect(cs)|}; c.GetDatabase().Ping(); }); t.Wait();")]
    public Task DoneInsideTheScope_IsSilentOfThisRule(string statements) => AllRules.VerifyMethodAsync(statements);
}
