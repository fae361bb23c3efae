using Microsoft.CodeAnalysis;
using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests;

/// <summary>The fixes on what the analyzers themselves report: which cure they name where, and that it silences them.</summary>
public class RealAnalyzerTests
{
    private static readonly FixSetup Real = new() { Analyzers = AllAnalyzers.Create() };

    private static readonly FixSetup RealWithPool = Real with { Sources = new() { Pool = true } };

    [Fact]
    public Task ChurnWithoutThePool_IsOpenedOnce() => FixVerifier<OpenOnceFixProvider>.VerifyAsync(
        """
        using Microsoft.AspNetCore.Mvc;
        using StackExchange.Redis;

        [ApiController]
        public class BasketController : ControllerBase
        {
            [HttpGet]
            public async Task<string?> Get(string key)
            {
                await using var connection = await {|RG1001:ConnectionMultiplexer.ConnectAsync("localhost:6379")|};
                return await connection.GetDatabase().StringGetAsync(key);
            }

            [HttpPut]
            public void Put(string key, string value)
            {
                using (var connection = {|RG1001:ConnectionMultiplexer.Connect("localhost:6379")|})
                {
                    connection.GetDatabase().StringSet(key, value);
                }
            }
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;
        using StackExchange.Redis;

        [ApiController]
        public class BasketController : ControllerBase
        {
            [HttpGet]
            public async Task<string?> Get(string key)
            {
                var connection = await RedisConnections.GetAsync("localhost:6379");
                return await connection.GetDatabase().StringGetAsync(key);
            }

            [HttpPut]
            public void Put(string key, string value)
            {
                var connection = RedisConnections.Get("localhost:6379");
                connection.GetDatabase().StringSet(key, value);
            }
        }
        """,
        Real);

    [Fact]
    public Task LastAwait_StaysAwaited() => FixVerifier<OpenOnceFixProvider>.VerifyAsync(
        Snippet.InClass("""
            public async Task<string?> Get(string key)
            {
                using var connection = await {|RG1001:ConnectionMultiplexer.ConnectAsync("localhost:6379")|};
                return connection.GetDatabase().StringGet(key);
            }
            """),
        Snippet.InClass("""
            public async Task<string?> Get(string key)
            {
                var connection = await RedisConnections.GetAsync("localhost:6379");
                return connection.GetDatabase().StringGet(key);
            }
            """),
        Real);

    [Fact]
    public Task ChainedConnectInPerCallCode_IsOpenedOnce() => FixVerifier<OpenOnceFixProvider>.VerifyAsync(
        Snippet.InClass("""
            private const string Host = "localhost";

            public string? Get(string key) => {|RG1001:ConnectionMultiplexer.Connect(Host)|}.GetDatabase().StringGet(key);
            """),
        Snippet.InClass("""
            private const string Host = "localhost";

            public string? Get(string key) => RedisConnections.Get(Host).GetDatabase().StringGet(key);
            """),
        Real);

    [Fact]
    public Task ChurnWithThePool_GetsThePool() => FixVerifier<PoolFixProvider>.VerifyAsync(
        Snippet.InClass("""
            public async Task<string?> Get(string cs, string key)
            {
                await using ConnectionMultiplexer connection = await {|RG1001:ConnectionMultiplexer.ConnectAsync(cs)|}.ConfigureAwait(false);
                return await connection.GetDatabase().StringGetAsync(key).ConfigureAwait(false);
            }

            public void Set(string cs, string key)
            {
                ConnectionMultiplexer? connection = null;
                try
                {
                    connection = {|RG1001:ConnectionMultiplexer.Connect(cs)|};
                    connection.GetDatabase().StringSet(key, 1);
                }
                finally
                {
                    connection?.Close();
                }
            }
            """),
        Snippet.InClassWithPool("""
            public async Task<string?> Get(string cs, string key)
            {
                IConnectionMultiplexer connection = await RedisPool.For(cs).GetConnectionAsync().ConfigureAwait(false);
                return await connection.GetDatabase().StringGetAsync(key).ConfigureAwait(false);
            }

            public void Set(string cs, string key)
            {
                IConnectionMultiplexer connection = RedisPool.For(cs).GetConnection();
                connection.GetDatabase().StringSet(key, 1);
            }
            """),
        RealWithPool);

    [Fact]
    public Task LeakWithThePool_GetsThePool() => FixVerifier<PoolFixProvider>.VerifyAsync(
        Snippet.InClass("""
            public async Task<string?> Get(string cs, string key)
            {
                var connection = await {|RG1002:ConnectionMultiplexer.ConnectAsync(cs)|};
                return await connection.GetDatabase().StringGetAsync(key);
            }
            """),
        Snippet.InClassWithPool("""
            public async Task<string?> Get(string cs, string key)
            {
                var connection = await RedisPool.For(cs).GetConnectionAsync();
                return await connection.GetDatabase().StringGetAsync(key);
            }
            """),
        RealWithPool);

    [Fact]
    public Task OrdinaryConnectionBesideThePool_GetsThePool() => FixVerifier<PoolFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        using var connection = {|RG1000:ConnectionMultiplexer.Connect("localhost")|};
        connection.GetDatabase().StringSet("key", 1);
        """,
        """
        using RedisGuard.Pool;

        var connection = RedisPool.For("localhost").GetConnection();
        connection.GetDatabase().StringSet("key", 1);
        """,
        Real with { Sources = new() { Pool = true, OutputKind = OutputKind.ConsoleApplication } });

    [Fact]
    public Task ReplacedConnection_GetsThePool() => FixVerifier<PoolFixProvider>.VerifyAsync(
        Snippet.InClass("""
            private static IConnectionMultiplexer? s_connection;

            public static IDatabase Get(string cs)
            {
                if (s_connection is null || !s_connection.IsConnected)
                {
                    s_connection = {|RG1004:ConnectionMultiplexer.Connect(cs)|};
                }

                return s_connection.GetDatabase();
            }
            """),
        Snippet.InClassWithPool("""
            public static IDatabase Get(string cs)
            {
                return RedisPool.For(cs).GetDatabase();
            }
            """),
        RealWithPool);

    [Fact]
    public Task ClosedWhileInUse_GetsThePool() => FixVerifier<PoolFixProvider>.VerifyAsync(
        Snippet.InClass("""
            public IDatabase Get(string cs)
            {
                using var connection = {|RG1008:ConnectionMultiplexer.Connect(cs)|};
                return connection.GetDatabase();
            }
            """),
        Snippet.InClassWithPool("""
            public IDatabase Get(string cs)
            {
                var connection = RedisPool.For(cs).GetConnection();
                return connection.GetDatabase();
            }
            """),
        RealWithPool);

    [Fact]
    public Task LeakAtStartUp_GetsAwaitUsing() => FixVerifier<AwaitUsingFixProvider>.VerifyAsync(
        """
        using Microsoft.Extensions.Hosting;
        using StackExchange.Redis;

        class WarmUp : IHostedService
        {
            public async Task StartAsync(CancellationToken cancellationToken)
            {
                var connection = await {|RG1002:ConnectionMultiplexer.ConnectAsync("localhost")|};
                await connection.GetDatabase().StringSetAsync("started", 1);
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """,
        """
        using Microsoft.Extensions.Hosting;
        using StackExchange.Redis;

        class WarmUp : IHostedService
        {
            public async Task StartAsync(CancellationToken cancellationToken)
            {
                await using var connection = await ConnectionMultiplexer.ConnectAsync("localhost");
                await connection.GetDatabase().StringSetAsync("started", 1);
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """,
        Real);

    [Fact]
    public Task LeakAtSynchronousStartUp_GetsUsing() => FixVerifier<UsingFixProvider>.VerifyAsync(
        """
        using Microsoft.Extensions.Hosting;
        using StackExchange.Redis;

        class WarmUp : IHostedService
        {
            public Task StartAsync(CancellationToken cancellationToken)
            {
                ConnectionMultiplexer connection = {|RG1002:ConnectionMultiplexer.Connect("localhost")|};
                connection.GetDatabase().StringSet("started", 1);
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """,
        """
        using Microsoft.Extensions.Hosting;
        using StackExchange.Redis;

        class WarmUp : IHostedService
        {
            public Task StartAsync(CancellationToken cancellationToken)
            {
                using ConnectionMultiplexer connection = ConnectionMultiplexer.Connect("localhost");
                connection.GetDatabase().StringSet("started", 1);
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """,
        Real);
}
