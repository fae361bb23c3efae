using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>RG1002, Connection is never closed: the forms in which a connection is held and lost, and what is said of it.</summary>
public class RG1002Tests
{
    [Theory]
    [InlineData("var c = {|RG1002:ConnectionMultiplexer.Connect(cs)|};")]
    [InlineData("ConnectionMultiplexer c = {|RG1002:ConnectionMultiplexer.Connect(cs)|};")]
    [InlineData("IConnectionMultiplexer c = {|RG1002:ConnectionMultiplexer.Connect(cs)|};")]
    [InlineData("IDisposable c = {|RG1002:ConnectionMultiplexer.Connect(cs)|};")]
    [InlineData("object c = {|RG1002:ConnectionMultiplexer.Connect(cs)|};")]
    [InlineData("ConnectionMultiplexer c; c = {|RG1002:ConnectionMultiplexer.Connect(cs)|};")]
    [InlineData("ConnectionMultiplexer? c = null; c = {|RG1002:ConnectionMultiplexer.Connect(cs)|};")]
    [InlineData("var c = ({|RG1002:ConnectionMultiplexer.Connect(cs)|})!;")]
    [InlineData("var c = (IConnectionMultiplexer){|RG1002:ConnectionMultiplexer.Connect(cs)|};")]
    [InlineData("var c = {|RG1002:ConnectionMultiplexer.Connect(cs)|} as IConnectionMultiplexer;")]
    [InlineData("var c = {|RG1002:ConnectionMultiplexer.Connect(cs, Console.Out)|};")]
    [InlineData("var c = {|RG1002:ConnectionMultiplexer.Connect(log: null, configuration: cs)|};")]
    [InlineData("var c = {|RG1002:ConnectionMultiplexer.Connect(new ConfigurationOptions { EndPoints = { \"a:1\" } })|};")]
    [InlineData("var c = {|RG1002:ConnectionMultiplexer.Connect(ConfigurationOptions.Parse(cs))|};")]
    [InlineData("var c = {|RG1002:ConnectionMultiplexer.Connect(cs, o => o.AbortOnConnectFail = false)|};")]
    [InlineData("var c = {|RG1002:ConnectionMultiplexer.SentinelConnect(cs)|};")]
    [InlineData("var c = {|RG1002:StackExchange.Redis.ConnectionMultiplexer.Connect(cs)|};")]
    [InlineData("var c = {|RG1002:global::StackExchange.Redis.ConnectionMultiplexer.Connect(cs)|};")]
    public Task SyncForm_IsReported(string statement) => AllRules.VerifyMethodAsync(statement);

    [Theory]
    [InlineData("var c = await {|RG1002:ConnectionMultiplexer.ConnectAsync(cs)|};")]
    [InlineData("var c = await {|RG1002:ConnectionMultiplexer.ConnectAsync(cs)|}.ConfigureAwait(false);")]
    [InlineData("IConnectionMultiplexer c = await {|RG1002:ConnectionMultiplexer.ConnectAsync(cs)|};")]
    [InlineData("var c = {|RG1002:ConnectionMultiplexer.ConnectAsync(cs)|}.Result;")]
    [InlineData("var c = {|RG1002:ConnectionMultiplexer.ConnectAsync(cs)|}.GetAwaiter().GetResult();")]
    [InlineData("var c = {|RG1002:ConnectionMultiplexer.ConnectAsync(cs)|}.ConfigureAwait(false).GetAwaiter().GetResult();")]
    [InlineData("var t = {|RG1002:ConnectionMultiplexer.ConnectAsync(cs)|}; var c = await t;")]
    [InlineData("var t = {|RG1002:ConnectionMultiplexer.ConnectAsync(cs)|}; t.Wait(); var c = t.Result;")]
    [InlineData("Task<ConnectionMultiplexer> t = {|RG1002:ConnectionMultiplexer.ConnectAsync(cs)|};")]
    [InlineData("var c = await {|RG1002:ConnectionMultiplexer.SentinelConnectAsync(cs)|};")]
    [InlineData("var c = await {|RG1002:ConnectionMultiplexer.ConnectAsync(cs)|}.WaitAsync(token); Look(c);")]
    [InlineData("var c = await new ValueTask<ConnectionMultiplexer>({|RG1002:ConnectionMultiplexer.ConnectAsync(cs)|});")]
    public Task AsyncForm_IsReported(string statement) => AllRules.VerifyMethodAsync(statement);

    [Theory]
    [InlineData("{|RG1002:ConnectionMultiplexer.Connect(cs)|};")]
    [InlineData("_ = {|RG1002:ConnectionMultiplexer.Connect(cs)|};")]
    [InlineData("await {|RG1002:ConnectionMultiplexer.ConnectAsync(cs)|};")]
    [InlineData("_ = await {|RG1002:ConnectionMultiplexer.ConnectAsync(cs)|};")]
    [InlineData("_ = {|RG1002:ConnectionMultiplexer.ConnectAsync(cs)|};")]
    public Task DiscardedResult_IsReported(string statement) => AllRules.VerifyMethodAsync(statement);

    [Theory]
    [InlineData("Look(c);")]
    [InlineData("c.GetDatabase().StringSet(\"k\", \"v\");")]
    [InlineData("await c.GetDatabase().StringSetAsync(\"k\", \"v\");")]
    [InlineData("var db = c.GetDatabase(); db.StringSet(\"k\", \"v\"); var batch = db.CreateBatch(); batch.Execute();")]
    [InlineData("foreach (var e in c.GetEndPoints()) { Console.WriteLine(c.GetServer(e).IsConnected); }")]
    [InlineData("var name = c.IsConnected ? c.ClientName : null; Console.WriteLine(name);")]
    [InlineData("Console.WriteLine(c); Console.WriteLine($\"{c}\"); GC.KeepAlive(c); ArgumentNullException.ThrowIfNull(c);")]
    [InlineData("var alias = c; Look(alias);")]
    [InlineData("if (c is null) { return; }")]
    [InlineData("if (c is { IsConnected: true }) { Console.WriteLine(); }")]
    [InlineData("string? Get(string k) => c.GetDatabase().StringGet(k); Console.WriteLine(Get(\"k\"));")]
    [InlineData("c.ConnectionFailed += (_, e) => Console.WriteLine(e.FailureType);")]
    [InlineData("Func<string, RedisValue> get = k => c.GetDatabase().StringGet(k); Console.WriteLine(get(\"k\"));")]
    [InlineData("var values = new[] { \"a\" }.Select(k => c.GetDatabase().StringGet(k)).ToList();")]
    [InlineData("Parallel.For(0, 10, i => c.GetDatabase().StringSet(\"k\", i));")]
    [InlineData("await Task.Run(() => c.GetDatabase().StringSet(\"k\", 1));")]
    public Task OnlyUsed_IsReported(string use)
        => AllRules.VerifyMethodAsync("var c = {|RG1002:ConnectionMultiplexer.Connect(cs)|}; " + use);

    [Fact]
    public Task ReturnedValueOfACommand_IsReported() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Cache
        {
            public async Task<string?> GetAsync(string key)
            {
                var connection = await {|RG1002:ConnectionMultiplexer.ConnectAsync("localhost")|};
                return await connection.GetDatabase().StringGetAsync(key);
            }
        }
        """);

    [Fact]
    public Task ReturnedDatabaseOfALocal_IsReported() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        class Cache
        {
            public IDatabase Open()
            {
                var connection = {|RG1002:ConnectionMultiplexer.Connect("localhost")|};
                return connection.GetDatabase();
            }
        }
        """);

    [Fact]
    public Task Message_NamesTheVariableTheFaultAndTheCure() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Cache
        {
            public void Warm()
            {
                var connection = {|#0:ConnectionMultiplexer.Connect("localhost")|};
                connection.GetDatabase().StringSet("k", "v");
            }
        }
        """,
        setup: null,
        Expect("The connection in 'connection' is never closed; open one connection, share it, and let its owner close it"));

    [Fact]
    public Task Message_OfADiscardedConnection_NamesTheCall() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Cache
        {
            public async Task WarmAsync() => await {|#0:ConnectionMultiplexer.ConnectAsync("localhost")|};
        }
        """,
        setup: null,
        Expect("The connection opened by 'ConnectionMultiplexer.ConnectAsync' is never closed; open one connection, share it, and let its owner close it"));

    [Fact]
    public Task Message_WithThePool_NamesThePool() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Cache
        {
            public void Warm()
            {
                var connection = {|#0:ConnectionMultiplexer.Connect("localhost")|};
                connection.GetDatabase().StringSet("k", "v");
            }
        }
        """,
        new() { Pool = true },
        Expect("The connection in 'connection' is never closed; take it from RedisPool.For, which owns and shares it"));

    [Fact]
    public Task Message_OfALiveSubscription_SaysItGoesSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Feed
        {
            public void Listen()
            {
                var connection = {|#0:ConnectionMultiplexer.Connect("localhost")|};
                {|#1:connection.GetSubscriber().Subscribe(RedisChannel.Literal("orders"), (_, message) => Console.WriteLine(message))|};
            }
        }
        """,
        setup: null,
        Expect("The connection in 'connection' is never closed: it will be garbage-collected and its subscription goes silent; open one connection, share it, and let its owner close it")
            .WithLocation(1));

    [Fact]
    public Task Message_OfAConnectionClosedOnSomePaths_PointsAtTheClosing() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Cache
        {
            public bool Warm(string? value)
            {
                var connection = {|#0:ConnectionMultiplexer.Connect("localhost")|};
                if (value is null)
                {
                    return false;
                }

                connection.GetDatabase().StringSet("k", value);
                {|#1:connection.Dispose()|};
                return true;
            }
        }
        """,
        setup: null,
        Expect("The connection in 'connection' is not closed on every path; open one connection, share it, and let its owner close it")
            .WithLocation(1));

    [Fact]
    public Task Message_InStartUpCode_OffersUsing() => AllRules.VerifyAsync(
        """
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        static class Startup
        {
            public static void Seed(this IServiceCollection services)
            {
                var connection = {|#0:ConnectionMultiplexer.Connect("localhost")|};
                connection.GetDatabase().StringSet("k", "v");
            }
        }
        """,
        setup: null,
        Expect("The connection in 'connection' is never closed; close it with 'using', or keep it in a type that closes it"));

    [Fact]
    public Task TwoConnections_AreTwoReports() => AllRules.VerifyMethodAsync("""
        var first = {|RG1002:ConnectionMultiplexer.Connect(cs)|};
        var second = {|RG1002:ConnectionMultiplexer.Connect(cs)|};
        Look(first);
        """);

    [Fact]
    public Task NoLibrary_IsSilent() => AllRules.VerifyWithoutLibraryAsync("""
        namespace StackExchange.Elsewhere
        {
            class ConnectionMultiplexer : System.IDisposable
            {
                public static ConnectionMultiplexer Connect(string configuration) => new();
                public void Dispose() { }
            }

            class C
            {
                void M() { var connection = ConnectionMultiplexer.Connect("localhost"); }
            }
        }
        """);

    [Fact]
    public Task SameNamedTypeOfSomebodyElse_IsSilent() => AllRules.VerifyAsync("""
        namespace Fake
        {
            class ConnectionMultiplexer : IDisposable
            {
                public static ConnectionMultiplexer Connect(string configuration) => new();
                public void Dispose() { }
            }

            class C
            {
                void M() { var connection = ConnectionMultiplexer.Connect("localhost"); }
            }
        }
        """);

    private static DiagnosticResult Expect(string message)
        => DiagnosticResult.CompilerWarning("RG1002").WithLocation(0).WithMessage(message);
}
