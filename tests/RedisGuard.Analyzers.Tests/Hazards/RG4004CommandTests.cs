using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Hazards;

/// <summary>RG4004, Connecting or waiting synchronously in async code: blocking waits for commands.</summary>
public class RG4004CommandTests
{
    private static readonly TestSetup s_olderLibrary = new() { Libraries = [Library.Oldest] };
    private static readonly TestSetup s_rulesOff = new() { Libraries = [Library.Newest], EditorConfig = "redisguard.library_rules_run = false" };

    [Theory]
    [InlineData("var v = {|RG4004:db.StringGetAsync(key)|}.Result;")]
    [InlineData("foreach (var m in {|RG4004:db.SetMembersAsync(key)|}.Result) { Console.WriteLine(m); }")]
    [InlineData("{|RG4004:db.StringSetAsync(key, 1)|}.Wait();")]
    [InlineData("{|RG4004:db.StringSetAsync(key, 1)|}.Wait(1000);")]
    [InlineData("var v = {|RG4004:db.StringGetAsync(key)|}.GetAwaiter().GetResult();")]
    [InlineData("var v = {|RG4004:db.StringGetAsync(key)|}.ConfigureAwait(false).GetAwaiter().GetResult();")]
    [InlineData("var v = ({|RG4004:db.StringGetAsync(key)|}).Result;")]
    [InlineData("var v = db.Wait({|RG4004:db.StringGetAsync(key)|});")]
    [InlineData("db.Multiplexer.Wait({|RG4004:db.StringSetAsync(key, 1)|});")]
    [InlineData("var v = {|RG4004:db.StringGetAsync(key, flags)|}.Result;")]
    [InlineData("var v = {|RG4004:db.StringGetAsync(key, CommandFlags.PreferReplica)|}.Result;")]
    [InlineData("var v = {|RG4004:db.ExecuteAsync(\"PING\")|}.Result;")]
    [InlineData("var t = {|RG4004:server.PingAsync()|}.Result;")]
    [InlineData("var n = {|RG4004:subscriber.PublishAsync(RedisChannel.Literal(\"c\"), 1)|}.Result;")]
    [InlineData("var v = {|RG4004:commands.StringGetAsync(key)|}.Result;")]
    [InlineData("Task.Run(() => { var v = {|RG4004:db.StringGetAsync(key)|}.Result; });")]
    public async Task BlockingWait_IsReportedWhereTheLibraryDoesNot(string statement)
    {
        await VerifyAsync(Source(statement), s_olderLibrary);
        await VerifyAsync(Source(statement), s_rulesOff);
    }

    [Fact]
    public Task BlockingWait_IsLeftToTheLibrary() => VerifyAsync(Source("var v = db.StringGetAsync(key).Result;"), new() { Libraries = [Library.Newest] });

    [Fact]
    public Task BlockingWait_IsLeftToTheBuildsOfAScannedProject() => VerifyAsync(
        Source("var v = db.StringGetAsync(key).Result;"), s_rulesOff with { EditorConfig = "redisguard.library_rules_run = in_builds" });

    [Theory]
    [InlineData("var t = db.StringGetAsync(key); Task.WaitAll(t); var v = t.Result;")]
    [InlineData("var a = db.StringGetAsync(key); var b = db.StringGetAsync(key); a.Wait(); b.Wait();")]
    [InlineData("var t = db.StringGetAsync(key); if (t.IsCompletedSuccessfully) { Console.WriteLine(t.Result); }")]
    [InlineData("Task.WaitAll(db.StringSetAsync(key, 1), db.StringSetAsync(key, 2));")]
    [InlineData("db.StringGetAsync(key).ContinueWith(t => Console.WriteLine(t.Result));")]
    [InlineData("db.StringSetAsync(key, 1, flags: CommandFlags.FireAndForget).Wait();")]
    [InlineData("var v = db.StringGet(key);")]
    [InlineData("db.StringGetAsync(key).GetAwaiter().OnCompleted(() => { });")]
    [InlineData("new Thread(() => db.StringSetAsync(key, 1).Wait()).Start();")]
    [InlineData("var lazy = new Lazy<RedisValue>(() => db.StringGetAsync(key).Result);")]
    public Task LookAlikes_AreSilent(string statement) => VerifyAsync(Source(statement), s_rulesOff);

    [Fact]
    public Task QueuedCommand_IsAnotherRules() => VerifyAsync(
        Source("var batch = db.CreateBatch(); {|RG3004:batch.StringGetAsync(key).Result|}.ToString(); batch.Execute();"), s_rulesOff);

    [Fact]
    public Task AsyncFunction_IsReportedInALoopOfAHostedService() => VerifyAsync(
        """
        using StackExchange.Redis;

        interface IHostedService { }
        class Worker(IDatabase db) : IHostedService
        {
            public async Task ExecuteAsync(CancellationToken token)
            {
                db.StringSetAsync("started", 1).Wait();
                while (!token.IsCancellationRequested)
                {
                    {|RG4004:db.StringSetAsync("alive", 1)|}.Wait();
                    await Task.Delay(1000, token);
                }
            }
        }
        """,
        s_rulesOff);

    [Fact]
    public Task OnceOnlyCode_IsSilent() => VerifyAsync(
        """
        using StackExchange.Redis;

        class Program
        {
            public static void Main(string[] args)
            {
                using var redis = ConnectionMultiplexer.Connect(args[0]);
                for (int i = 0; i < 3; i++) { redis.GetDatabase().StringSetAsync("k", i).Wait(); }
                Helper(redis.GetDatabase());
            }

            private static void Helper(IDatabase db) => db.StringSetAsync("k", 1).Wait();
        }

        class Writer : IDisposable
        {
            private readonly IDatabase _db;
            private readonly RedisValue _first;

            public Writer(IDatabase db) { _db = db; _first = db.StringGetAsync("k").Result; }

            public void Dispose() => _db.StringSetAsync("k", _first).Wait();
        }
        """,
        s_rulesOff);

    [Fact]
    public Task Sample_IsSilent() => VerifyAsync(
        "class Nothing { }", s_rulesOff with { Files = [("samples/Shop/Basket.cs", Source("var v = db.StringGetAsync(key).Result;"))] });

    [Fact]
    public Task TestCode_IsSilent() => VerifyAsync(
        Source("var v = db.StringGetAsync(key).Result;"), s_rulesOff with { TestFramework = TestFramework.Xunit });

    [Fact]
    public Task Message_InAsyncFunction() => VerifyAsync(
        Source("await Task.Yield(); var v = {|#0:db.StringGetAsync(key)|}.Result;", "async Task"),
        s_rulesOff,
        Expected("The wait for 'IDatabaseAsync.StringGetAsync' holds a thread until the server answers; await it instead"));

    [Fact]
    public Task Message_WithASynchronousMember() => VerifyAsync(
        Source("var v = {|#0:db.StringGetAsync(key)|}.Result;"),
        s_rulesOff,
        Expected("The wait for 'IDatabaseAsync.StringGetAsync' holds a thread until the server answers; await it, or call the synchronous 'StringGet'"));

    [Fact]
    public Task Message_WithoutASynchronousMember() => VerifyAsync(
        Source("var v = {|#0:commands.StringGetAsync(key)|}.Result;"),
        s_rulesOff,
        Expected("The wait for 'IDatabaseAsync.StringGetAsync' holds a thread until the server answers; await it, and let the callers await"));

    [Fact]
    public Task NoLibrary_IsSilent() => AllRules.VerifyWithoutLibraryAsync(
        """
        interface IDatabase { Task<string> StringGetAsync(string key); }
        class C { public string M(IDatabase db) => db.StringGetAsync("a").Result; }
        """);

    [Fact]
    public Task UnfinishedCode_IsSilent() => VerifyAsync(
        """
        using StackExchange.Redis;
        class C { void M(IDatabase db) { db.StringGetAsync(.Result; db.StringSetAsync(.Wait(; db.Wait(db.StringGetAsync(
        """,
        s_rulesOff with { Broken = true });

    private static DiagnosticResult Expected(string message) => new DiagnosticResult("RG4004", DiagnosticSeverity.Info).WithLocation(0).WithMessage(message);

    private static string Source(string statement, string returns = "void") =>
        $$"""
        using StackExchange.Redis;

        class Store
        {
            public {{returns}} M(IDatabase db, IDatabaseAsync commands, IServer server, ISubscriber subscriber, RedisKey key, CommandFlags flags)
            {
                {{statement}}
            }
        }
        """;

    private static Task VerifyAsync(string source, TestSetup setup, params DiagnosticResult[] expected) =>
        AllRules.VerifyAsync(source, setup with { BlockingWaits = true }, expected);
}
