using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Hazards;

/// <summary>RG4003, Whole-keyspace command in request code.</summary>
public class RG4003Tests
{
    [Theory]
    [InlineData("""foreach (var key in {|RG4003:server.Keys(pattern: "a*")|}) { Console.WriteLine(key); }""")]
    [InlineData("""await foreach (var key in {|RG4003:server.KeysAsync()|}) { Console.WriteLine(key); }""")]
    [InlineData("""{|RG4003:server.FlushDatabase()|};""")]
    [InlineData("""await {|RG4003:server.FlushDatabaseAsync()|};""")]
    [InlineData("""{|RG4003:server.FlushAllDatabases()|};""")]
    [InlineData("""await {|RG4003:server.FlushAllDatabasesAsync()|};""")]
    [InlineData("""{|RG4003:db.Execute("keys", "a*")|};""")]
    [InlineData("""await {|RG4003:db.ExecuteAsync("FLUSHDB")|};""")]
    [InlineData("""{|RG4003:server.Execute("FLUSHALL")|};""")]
    public Task Action_IsReported(string statement) => AllRules.VerifyAsync(Controller(statement));

    [Theory]
    [InlineData("""var keys = {|RG4003:server.Keys(pattern: "a*")|}.ToArray(); Console.WriteLine(keys.Length);""")]
    [InlineData("""var keys = {|RG4003:server.Keys(pattern: "a*")|}.Select(key => key.ToString()).ToList(); Console.WriteLine(keys.Count);""")]
    [InlineData("""var keys = new List<RedisKey>({|RG4003:server.Keys()|}); Console.WriteLine(keys.Count);""")]
    [InlineData("""{|RG4003:db.Execute("KEYS", "a*")|};""")]
    [InlineData("""foreach (var key in {|RG4003:server.Keys(pattern: "a*")|}) { db.KeyDelete(key); }""")]
    [InlineData("""RedisKey[] keys = [.. {|RG4003:server.Keys(pattern: "a*")|}]; Console.WriteLine(keys.Length);""")]
    [InlineData("""var keys = new[] { server }.SelectMany(each => {|RG4003:each.Keys(pattern: "a*")|}).Select(key => key.ToString()).ToList(); Console.WriteLine(keys.Count);""")]
    [InlineData("""await foreach (var key in {|RG4003:server.KeysAsync(pattern: "a*")|}) { if (key != "b") { await db.KeyDeleteAsync(key); } }""")]
    public Task ListMadeAtOnceInAService_IsReported(string statement) => AllRules.VerifyAsync(Service(statement));

    [Theory]
    [InlineData("""foreach (var key in server.Keys(pattern: "a*")) { Console.WriteLine(key); }""")]
    [InlineData("""await foreach (var key in server.KeysAsync(pageSize: 1000)) { db.KeyDelete(key); }""")]
    [InlineData("""server.FlushDatabase();""")]
    [InlineData("""await db.ExecuteAsync("FLUSHALL");""")]
    [InlineData("""db.Execute("GET", "KEYS");""")]
    [InlineData("""foreach (var key in server.Keys(pattern: "a*", pageSize: 1000)) { db.KeyDelete(key); }""")]
    [InlineData("""var batch = db.CreateBatch(); foreach (var key in server.Keys(pattern: "a*")) { _ = batch.KeyDeleteAsync(key); } batch.Execute();""")]
    [InlineData("""foreach (var key in server.Keys(pattern: "a*")) { var length = db.StringLength(key); Console.WriteLine(length); }""")]
    public Task MaintenanceInAService_IsSilent(string statement) => AllRules.VerifyAsync(Service(statement));

    [Fact]
    public Task Endpoint_IsReported() => AllRules.VerifyAsync(
        """
        using Microsoft.AspNetCore.Builder;
        using StackExchange.Redis;

        static class Endpoints
        {
            public static void Map(WebApplication app)
                => app.MapDelete("/cache", (IServer server) => {|RG4003:server.FlushDatabase()|});
        }
        """);

    [Fact]
    public Task EndpointMappedByName_IsReported() => AllRules.VerifyAsync(
        """
        using Microsoft.AspNetCore.Http;
        using StackExchange.Redis;

        static class Endpoints
        {
            public static async Task<IResult> ClearAsync(IServer server)
            {
                await {|RG4003:server.FlushDatabaseAsync()|};
                return Results.NoContent();
            }
        }
        """);

    [Fact]
    public Task ResultOfAnotherKind_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        interface IResult { }
        record Done : IResult;

        class Commands(IServer server)
        {
            public async Task<IResult> ClearAsync()
            {
                await server.FlushDatabaseAsync();
                return new Done();
            }
        }
        """);

    [Fact]
    public Task Hub_IsReported() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Hub { }

        class Chat(IServer server) : Hub
        {
            public int Rooms() => {|RG4003:server.Keys(pattern: "room:*")|}.Count();
        }
        """);

    [Fact]
    public Task StartUp_IsSilent() => AllRules.VerifyAsync(
        """
        using Microsoft.AspNetCore.Builder;
        using StackExchange.Redis;

        static class Startup
        {
            public static void Configure(WebApplication app, IServer server) => server.FlushDatabase();

            public static void Main(string[] args)
            {
                using var redis = ConnectionMultiplexer.Connect(args[0]);
                foreach (var key in redis.GetServers()[0].Keys().ToArray())
                {
                    Console.WriteLine(key);
                }

                foreach (var endpoint in redis.GetEndPoints())
                {
                    var each = redis.GetServer(endpoint);
                    Console.WriteLine(each.Keys().ToArray().Length);
                }
            }
        }
        """);

    [Fact]
    public Task BackgroundWork_IsSilent() => AllRules.VerifyAsync(
        """
        using Microsoft.Extensions.Hosting;
        using StackExchange.Redis;

        interface IJob { }

        class Sweep(IServer server) : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken)
            {
                Sweeping();
                return Task.CompletedTask;
            }

            private void Sweeping() => Console.WriteLine(server.Keys().ToArray().Length);
        }

        class Nightly(IServer server) : IJob
        {
            public void Execute() => Console.WriteLine(server.Keys().ToArray().Length);
        }
        """);

    [Fact]
    public Task DevelopmentOnly_IsSilent() => AllRules.VerifyAsync(Controller("if (environment.IsDevelopment()) { server.FlushDatabase(); }"));

    [Fact]
    public Task TestCode_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;
        using Xunit;

        public class Tests
        {
            private readonly IServer _server = null!;

            [Fact]
            public void Empty() => _server.FlushAllDatabases();
        }
        """,
        new() { TestFramework = TestFramework.Xunit });

    [Fact]
    public Task Message() => AllRules.VerifyAsync(
        Controller("""{|#0:server.FlushDatabase()|};"""),
        setup: null,
        new DiagnosticResult("RG4003", DiagnosticSeverity.Info).WithLocation(0).WithMessage(
            "'IServer.FlushDatabase' throws away all keys of the database each time 'Get', a controller action, runs; delete the keys that are meant, or do it in the background"));

    [Fact]
    public Task LookAlike_IsSilent() => AllRules.VerifyAsync(
        """
        class ControllerBase { }

        class Board : ControllerBase
        {
            public IEnumerable<string> Keys() => new[] { "a" };
            public void FlushDatabase() { }
            public int Get() { FlushDatabase(); return Keys().ToArray().Length + new Dictionary<string, string>().Keys.ToArray().Length; }
        }
        """);

    [Fact]
    public Task NoLibrary_IsSilent() => AllRules.VerifyWithoutLibraryAsync(
        """
        class ControllerBase { }
        class Board : ControllerBase { public IEnumerable<string> Keys() => new[] { "a" }; public int Get() => Keys().ToArray().Length; }
        """);

    [Fact]
    public Task UnfinishedCode_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;
        class ControllerBase { }
        class C : ControllerBase { void M(IServer server) { server.Missing().Keys().ToArray(
        """,
        new() { Broken = true });

    private static string Controller(string statement) =>
        $$"""
        using Microsoft.AspNetCore.Hosting;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Hosting;
        using StackExchange.Redis;

        class CacheController : ControllerBase
        {
            public async Task Get(IServer server, IDatabase db, IWebHostEnvironment environment)
            {
                await Task.Yield();
                {{statement}}
            }
        }
        """;

    private static string Service(string statement) =>
        $$"""
        using StackExchange.Redis;

        class CacheService
        {
            public async Task Get(IServer server, IDatabase db)
            {
                await Task.Yield();
                {{statement}}
            }
        }
        """;
}
