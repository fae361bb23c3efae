using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Hazards;

/// <summary>RG4001, Blocking command on a shared connection.</summary>
public class RG4001Tests
{
    [Theory]
    [InlineData("BLPOP")]
    [InlineData("brpop")]
    [InlineData("BlMove")]
    [InlineData("BLMPOP")]
    [InlineData("BRPOPLPUSH")]
    [InlineData("BZPOPMIN")]
    [InlineData("BZPOPMAX")]
    [InlineData("BZMPOP")]
    [InlineData("WAIT")]
    [InlineData("WAITAOF")]
    [InlineData("MONITOR")]
    [InlineData("SUBSCRIBE")]
    [InlineData("PSUBSCRIBE")]
    [InlineData("SSUBSCRIBE")]
    [InlineData("MULTI")]
    [InlineData("watch")]
    [InlineData("SELECT")]
    public Task BlockingCommand_IsReported(string command) => VerifyAsync($$"""{|RG4001:db.Execute("{{command}}", "k", "0")|};""");

    [Theory]
    [InlineData("""{|RG4001:db.Execute("XREAD", "BLOCK", "0", "STREAMS", "s", "$")|};""")]
    [InlineData("""{|RG4001:db.Execute("XREAD", "COUNT", 1, "block", 0, "STREAMS", "s", "$")|};""")]
    [InlineData("""{|RG4001:db.Execute("XREADGROUP", new object[] { "GROUP", "g", "c", "BLOCK", 0, "STREAMS", "s", ">" })|};""")]
    [InlineData("""{|RG4001:db.Execute("XREAD", new List<object> { "BLOCK", 0, "STREAMS", "s", "$" })|};""")]
    [InlineData("""var args = new object[] { "BLOCK", 0, "STREAMS", "s", "$" }; {|RG4001:db.Execute("XREAD", args)|};""")]
    [InlineData("""var args = new List<object>(); args.Add("COUNT"); args.Add(1); args.Add("block"); args.Add(0); args.AddRange(new object[] { "STREAMS", "s", "$" }); {|RG4001:db.Execute("XREAD", args)|};""")]
    [InlineData("""{|RG4001:db.Execute("CLIENT", "REPLY", "OFF")|};""")]
    [InlineData("""{|RG4001:db.Execute("CLIENT", "pause", 1000)|};""")]
    public Task OptionThatBlocks_IsReported(string statement) => VerifyAsync(statement);

    [Theory]
    [InlineData("""await {|RG4001:db.ExecuteAsync("BLPOP", "k", 0)|};""")]
    [InlineData("""{|RG4001:server.Execute("MONITOR")|};""")]
    [InlineData("""await {|RG4001:server.ExecuteAsync("CLIENT", "PAUSE", "100")|};""")]
    [InlineData("""const string name = "BL" + "POP"; {|RG4001:db.Execute(name, "k", 0)|};""")]
    [InlineData("""var name = $"{"BLPOP"}"; {|RG4001:db.Execute(name, "k", 0)|};""")]
    [InlineData("""{|RG4001:db.Execute(Names.Pop, "k", 0)|};""")]
    [InlineData("""{|RG4001:db.Execute(Names.Move, "k", 0)|};""")]
    [InlineData("""{|RG4001:redis.GetDatabase().Execute("BLPOP", "k", 0)|};""")]
    [InlineData("""var local = redis.GetDatabase(); {|RG4001:local.Execute("BLPOP", "k", 0)|};""")]
    [InlineData("""{|RG4001:_injected.GetDatabase().Execute("BLPOP", "k", 0)|};""")]
    [InlineData("""{|RG4001:_db.Execute("BLPOP", "k", 0)|};""")]
    [InlineData("""{|RG4001:Db.Execute("BLPOP", "k", 0)|};""")]
    [InlineData("""{|RG4001:Names.Shared.GetDatabase().Execute("BLPOP", "k", 0)|};""")]
    [InlineData("""{|RG4001:Names.Lazy.Value.GetDatabase().Execute("BLPOP", "k", 0)|};""")]
    [InlineData("""{|RG4001:services.GetRequiredService<IConnectionMultiplexer>().GetDatabase().Execute("BLPOP", "k", 0)|};""")]
    [InlineData("""{|RG4001:db.WithKeyPrefix("p").Execute("BLPOP", "k", 0)|};""")]
    [InlineData("""{|RG4001:db.Multiplexer.GetDatabase().Execute("BLPOP", "k", 0)|};""")]
    [InlineData("""{|RG4001:Other().Execute("BLPOP", "k", 0)|};""")]
    [InlineData("""{|RG4001:(cs.Length > 0 ? db : _db).Execute("BLPOP", "k", 0)|};""")]
    [InlineData("""var either = db; if (cs.Length > 0) { either = Names.Shared.GetDatabase(); } {|RG4001:either.Execute("BLPOP", "k", 0)|};""")]
    [InlineData("""{|RG4001:(db ?? throw new InvalidOperationException()).Execute("BLPOP", "k", 0)|};""")]
    [InlineData("""foreach (var one in redis.GetServers()) { {|RG4001:one.Execute("MONITOR")|}; }""")]
    [InlineData("""{|RG4001:Of(redis, 1).Execute("BLPOP", "k", 0)|};""")]
    public Task SharedConnection_IsReported(string statement) => VerifyAsync(statement);

    [Theory]
    [InlineData("""db.Execute("LPOP", "k");""")]
    [InlineData("""db.Execute("XREAD", "COUNT", 1, "STREAMS", "s", "0");""")]
    [InlineData("""db.Execute("XREAD", "STREAMS", "BLOCK", "0");""")]
    [InlineData("""db.Execute("XREADGROUP", "GROUP", "g", "c", "STREAMS", "s", ">");""")]
    [InlineData("""db.Execute("CLIENT", "LIST");""")]
    [InlineData("""db.Execute("CLIENT", "SETNAME", "REPLY");""")]
    [InlineData("""db.Execute(cs, "k", 0);""")]
    [InlineData("""db.Execute("XREAD", (object[])null!);""")]
    [InlineData("""db.ListLeftPop("k");""")]
    [InlineData("""var transaction = db.CreateTransaction(); _ = transaction.ExecuteAsync("BLPOP", "k", 0); transaction.Execute();""")]
    public Task OtherCommand_IsSilent(string statement) => VerifyAsync(statement);

    [Theory]
    [InlineData("""using var own = Open(cs); own.GetDatabase().Execute("BLPOP", "k", 0);""")]
    [InlineData("""_blocking.GetDatabase().Execute("BLPOP", "k", 0);""")]
    [InlineData("""void Pop(IDatabase blockingDb) => blockingDb.Execute("BLPOP", "k", 0); Pop(db);""")]
    [InlineData("""Action<IDatabase> pop = d => d.Execute("BLPOP", "k", 0); pop(db);""")]
    [InlineData("""var got = factory(); got.Execute("BLPOP", "k", 0);""")]
    [InlineData("""(cs.Length > 0 ? db : factory()).Execute("BLPOP", "k", 0);""")]
    [InlineData("""Of(factory().Multiplexer, 1).Execute("BLPOP", "k", 0);""")]
    [InlineData("""IDatabase? none = null; none!.Execute("BLPOP", "k", 0);""")]
    [InlineData("""var dedicated = db; dedicated.Execute("BLPOP", "k", 0);""")]
    [InlineData("""services.GetRequiredKeyedService<IConnectionMultiplexer>("queue").GetDatabase().Execute("BLPOP", "k", 0);""")]
    public Task ConnectionThatMayBeItsOwn_IsSilent(string statement) => VerifyAsync(statement);

    [Fact]
    public Task OwnConnectionInTheMethod_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        static class Worker
        {
            public static async Task Main(string[] args)
            {
                await using var redis = await ConnectionMultiplexer.ConnectAsync(args[0]);
                IDatabase db = redis.GetDatabase();
                while (true)
                {
                    RedisResult next = await db.ExecuteAsync("BLPOP", "queue", 5);
                    Console.WriteLine(next);
                }
            }
        }
        """);

    [Fact]
    public Task OwnConnectionHandedToAPrivateHelper_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        static class Worker
        {
            public static void Main(string[] args)
            {
                using var redis = ConnectionMultiplexer.Connect(args[0]);
                Loop(redis.GetDatabase());
            }

            private static void Loop(IDatabase db)
            {
                while (true)
                {
                    db.Execute("BRPOP", "queue", 5);
                }
            }
        }
        """);

    [Fact]
    public Task FieldThatTheTypeOpensForItAlone_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Consumer : IDisposable
        {
            private readonly ConnectionMultiplexer _redis;
            private readonly IDatabase _db;

            public Consumer(string cs)
            {
                _redis = ConnectionMultiplexer.Connect(cs);
                _db = _redis.GetDatabase();
            }

            public string? Next() => (string?)_db.Execute("BLPOP", "queue", 5);

            public void Dispose() => _redis.Dispose();
        }
        """);

    [Fact]
    public Task FieldThatTheTypeOpensForEverything_IsReported() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Cache : IDisposable
        {
            private readonly ConnectionMultiplexer _redis;

            public Cache(string cs) => _redis = ConnectionMultiplexer.Connect(cs);

            public string? Get(string key) => _redis.GetDatabase().StringGet(key);

            public string? Next() => (string?){|RG4001:_redis.GetDatabase().Execute("BLPOP", "queue", 5)|};

            public void Dispose() => _redis.Dispose();
        }
        """);

    [Fact]
    public Task ObjectWithAConnection_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Consumer : IDisposable
        {
            private readonly Slot _slot = new(ConnectionMultiplexer.Connect("localhost"));

            public string? Get(string key) => _slot.Database.StringGet(key);

            public string? Next() => (string?)_slot.Database.Execute("BLPOP", "queue", 5);

            public void Dispose() => _slot.Dispose();
        }

        sealed class Slot(ConnectionMultiplexer redis) : IDisposable
        {
            public IDatabase Database { get; } = redis.GetDatabase();

            public void Dispose() => redis.Dispose();
        }
        """);

    [Fact]
    public Task StaticFieldThatOthersUse_IsReported() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        static class Redis
        {
            private static readonly Lazy<ConnectionMultiplexer> s_redis = new(() => ConnectionMultiplexer.Connect("localhost"));

            public static IDatabase Db => s_redis.Value.GetDatabase();

            public static string? Next() => (string?){|RG4001:Db.Execute("BLPOP", "queue", 5)|};
        }
        """);

    [Fact]
    public Task Endpoint_IsReported() => AllRules.VerifyAsync(
        """
        using Microsoft.AspNetCore.Builder;
        using StackExchange.Redis;

        static class Endpoints
        {
            public static void Map(WebApplication app)
                => app.MapGet("/next", async (IConnectionMultiplexer redis) => (string?)await {|RG4001:redis.GetDatabase().ExecuteAsync("BLPOP", "queue", 5)|});
        }
        """);

    [Fact]
    public Task KeyedConnection_IsSilent() => AllRules.VerifyAsync(
        """
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        class Consumer([FromKeyedServices("queue")] IConnectionMultiplexer redis)
        {
            public string? Next() => (string?)redis.GetDatabase().Execute("BLPOP", "queue", 5);
        }
        """);

    [Fact]
    public Task Lease_IsSilentAndItsCureIsNamed() => AllRules.VerifyAsync(
        """
        using RedisGuard.Pool;
        using StackExchange.Redis;

        class Consumer(RedisPool pool)
        {
            public async Task<string?> NextAsync()
            {
                await using RedisLease lease = await pool.RentAsync();
                await lease.Connection.GetDatabase().ExecuteAsync("WAIT", 1, 100);
                return (string?)await lease.Database.ExecuteAsync("BLPOP", "queue", 5);
            }

            public string? Next() => (string?){|#0:pool.GetDatabase().Execute("BLPOP", "queue", 5)|};
        }
        """,
        new() { Pool = true },
        new DiagnosticResult("RG4001", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "'BLPOP' waits on the server, and every other caller of this shared connection waits with it; rent a connection for it with RedisPool.RentAsync"));

    [Theory]
    [InlineData("BLPOP", "'BLPOP' waits on the server, and every other caller of this shared connection waits with it; give it a connection of its own")]
    [InlineData("SUBSCRIBE", "'SUBSCRIBE' turns this shared connection into a stream that answers nobody else; subscribe with GetSubscriber")]
    [InlineData("SELECT", "'SELECT' changes this shared connection for every other caller; give the number to GetDatabase")]
    [InlineData("MULTI", "'MULTI' changes this shared connection for every other caller; use CreateTransaction")]
    public Task Message(string command, string message) => AllRules.VerifyAsync(
        Source($$"""{|#0:db.Execute("{{command}}")|};"""),
        setup: null,
        new DiagnosticResult("RG4001", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(message));

    [Fact]
    public Task Resp_IsReported() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Consumer
        {
            public void Next(IDatabase db)
            {
                using var reply = {|RG4001:db.ExecuteResp("BLPOP", new RedisKeyOrValue[] { (RedisKey)"k" })|};
            }
        }
        """,
        new() { Libraries = [Library.Newest] });

    [Fact]
    public Task TestCode_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;
        using Xunit;

        public class Tests
        {
            private readonly IDatabase _db = null!;

            [Fact]
            public void Blocks() => _db.Execute("BLPOP", "k", 0);
        }
        """,
        new() { TestFramework = TestFramework.Xunit });

    [Fact]
    public Task LookAlike_IsSilent() => AllRules.VerifyAsync(
        """
        class Db
        {
            public void Execute(string command, params object[] args) => Console.WriteLine(command + args.Length);
            public void M() => Execute("BLPOP", "k", 0);
        }
        """);

    [Fact]
    public Task NoLibrary_IsSilent() => AllRules.VerifyWithoutLibraryAsync(
        """
        class Db
        {
            public void Execute(string command) => Console.WriteLine(command);
            public void M() => Execute("BLPOP");
        }
        """);

    [Fact]
    public Task UnfinishedCode_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;
        class C { void M(IDatabase db) { var a = b; var b = a; db.Execute(a, a); db.Execute(
        """,
        new() { Broken = true });

    private static Task VerifyAsync(string statement) => AllRules.VerifyAsync(Source(statement));

    private static string Source(string statement) =>
        $$"""
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;
        using StackExchange.Redis.KeyspaceIsolation;

        static class Names
        {
            public const string Pop = "BLPOP";
            public static readonly string Move = "BLMOVE";
            public static IConnectionMultiplexer Shared { get; set; } = null!;
            public static readonly Lazy<ConnectionMultiplexer> Lazy = new(() => ConnectionMultiplexer.Connect("localhost"));
        }

        class Service
        {
            private readonly IConnectionMultiplexer _injected;
            private readonly IConnectionMultiplexer _blocking;
            private readonly IDatabase _db;

            public Service(IConnectionMultiplexer injected, IConnectionMultiplexer blocking)
            {
                _injected = injected;
                _blocking = blocking;
                _db = injected.GetDatabase();
            }

            private IDatabase Db => _injected.GetDatabase();

            private IDatabase Other() => _injected.GetDatabase(1);

            private static IDatabase Of(IConnectionMultiplexer redis, int number) => redis.GetDatabase(number);

            private static ConnectionMultiplexer Open(string cs) => Opened(cs);

            private static ConnectionMultiplexer Opened(string cs) => throw new NotSupportedException(cs);

            public async Task M(IDatabase db, IServer server, IConnectionMultiplexer redis, IServiceProvider services, string cs, Func<IDatabase> factory)
            {
                await Task.Yield();
                {{statement}}
            }
        }
        """;
}
