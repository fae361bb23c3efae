using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>RG1007, Closing a connection that is not yours.</summary>
public class RG1007Tests
{
    [Theory]
    [InlineData("public void M(IConnectionMultiplexer c) { using ({|RG1007:c|}) { c.GetDatabase().Ping(); } }")]
    [InlineData("public void M(IConnectionMultiplexer c) { using var mine = {|RG1007:c|}; mine.GetDatabase().Ping(); }")]
    [InlineData("public void M(ConnectionMultiplexer c) { c.GetDatabase().Ping(); {|RG1007:c.Dispose()|}; }")]
    [InlineData("public void M(IConnectionMultiplexer c) { try { c.GetDatabase().Ping(); } finally { {|RG1007:c.Close()|}; } }")]
    [InlineData("public async Task M(IConnectionMultiplexer c) { await c.GetDatabase().PingAsync(); await {|RG1007:c.CloseAsync()|}; }")]
    [InlineData("public async Task M(IConnectionMultiplexer c) { await using ({|RG1007:c|}) { await c.GetDatabase().PingAsync(); } }")]
    [InlineData("public void M(IDatabase d) { d.Ping(); {|RG1007:d.Multiplexer.Dispose()|}; }")]
    [InlineData("public void M(IConnectionMultiplexer? c) => c?{|RG1007:.Dispose()|};")]
    public Task ParameterClosed_IsReported(string member) => VerifyAsync(member);

    [Theory]
    [InlineData("private readonly IConnectionMultiplexer _c; public Store(IConnectionMultiplexer c) => _c = c; public void M() { {|RG1007:_c.Dispose()|}; }")]
    [InlineData("private readonly IConnectionMultiplexer _c; public Store(IConnectionMultiplexer c) => _c = c; public void M() { using ({|RG1007:_c|}) { } }")]
    [InlineData("private readonly IConnectionMultiplexer _c; public Store(IConnectionMultiplexer c) => _c = c; public void M() { using var m = {|RG1007:_c|}; }")]
    [InlineData("private readonly IConnectionMultiplexer _c; public Store(IConnectionMultiplexer c) => _c = c ?? throw new ArgumentNullException(nameof(c)); public async Task M() => await {|RG1007:_c.CloseAsync()|};")]
    [InlineData("private readonly IDatabase _d; public Store(IDatabase d) => _d = d; public void M() => {|RG1007:_d.Multiplexer.Dispose()|};")]
    [InlineData("public void M(IServiceProvider sp) { using var c = {|RG1007:sp.GetRequiredService<IConnectionMultiplexer>()|}; }")]
    [InlineData("public void M(IServiceProvider sp) { var c = sp.GetRequiredService<IConnectionMultiplexer>(); c.GetDatabase().Ping(); {|RG1007:c.Dispose()|}; }")]
    [InlineData("private readonly IEnumerable<IConnectionMultiplexer> _all; public Store(IEnumerable<IConnectionMultiplexer> all) => _all = all; public void M() { foreach (var c in _all) { c.GetDatabase().Ping(); {|RG1007:c.Close()|}; } }")]
    [InlineData("public void M(IServiceProvider sp) { foreach (var c in sp.GetServices<IConnectionMultiplexer>()) { using ({|RG1007:c|}) { c.GetDatabase().Ping(); } } }")]
    public Task InjectedConnectionClosed_IsReported(string member) => VerifyAsync(member);

    [Theory]
    [InlineData("public void M() { using var c = ConnectionMultiplexer.Connect(\"a\"); }", true)]
    [InlineData("public static void Close(IConnectionMultiplexer c) => c.Dispose();", false)]
    [InlineData("public static async Task DisposeAsync(IConnectionMultiplexer c) => await c.DisposeAsync();", false)]
    [InlineData("public void Replace(IConnectionMultiplexer old) => old.Dispose();", false)]
    [InlineData("public void M(IConnectionMultiplexer c, bool ownsConnection) { c.GetDatabase().Ping(); if (ownsConnection) { c.Dispose(); } }", false)]
    [InlineData("public void M(IConnectionMultiplexer c, bool leaveOpen) { c.GetDatabase().Ping(); if (!leaveOpen) { c.Dispose(); } }", false)]
    [InlineData("public void M(IConnectionMultiplexer c, bool leaveOpen) { if (leaveOpen) { return; } c.Dispose(); }", false)]
    [InlineData("private readonly bool _owns; private readonly IConnectionMultiplexer _c; public Store(IConnectionMultiplexer c, bool owns) { _c = c; _owns = owns; } public void M() { if (_owns) { _c.Dispose(); } }", false)]
    [InlineData("private IConnectionMultiplexer? _c; public void M(IConnectionMultiplexer c) { _c?.Dispose(); _c = c; }", false)]
    [InlineData("public void M(Func<IConnectionMultiplexer> open) { using var c = open(); c.GetDatabase().Ping(); }", false)]
    [InlineData("public void M(IEnumerable<IConnectionMultiplexer> all) { foreach (var c in all) { c.Dispose(); } }", false)]
    [InlineData("public void M(IFactory f) { using var c = f.Create(); c.GetDatabase().Ping(); }", false)]
    [InlineData("public void M(IDisposable d) { d.Dispose(); }", false)]
    [InlineData("public void M(IDatabase d) { Console.WriteLine(d.Multiplexer.IsConnected); }", false)]
    [InlineData("public void M() { using var l = new MemoryStream(); }", false)]
    [InlineData("private static void Drop(IConnectionMultiplexer c) => c.Dispose(); public void M() { var c = {|RG1001:ConnectionMultiplexer.Connect(\"a\")|}; Drop(c); }", false)]
    [InlineData("public void M(IEnumerable<IConnectionMultiplexer> all) { foreach (var c in all) { c.GetDatabase().Ping(); c.Dispose(); } }", false)]
    [InlineData("private readonly List<ConnectionMultiplexer> _all; public Store(List<ConnectionMultiplexer> all) => _all = all; public void Shrink() { foreach (var c in _all) { c.Dispose(); } }", false)]
    public Task OwnOrMeant_IsSilent(string member, bool churns)
        => VerifyAsync(churns ? member.Replace("ConnectionMultiplexer.Connect(\"a\")", "{|RG1001:ConnectionMultiplexer.Connect(\"a\")|}", StringComparison.Ordinal) : member);

    [Fact]
    public Task PrimaryConstructorParameterClosedInDispose_IsOwnership() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public sealed class Session(IConnectionMultiplexer connection) : IDisposable
        {
            public void Use() => connection.GetDatabase().Ping();
            public void Dispose() => connection.Dispose();
        }

        public sealed class Store : IAsyncDisposable
        {
            private readonly ConnectionMultiplexer _connection;

            public Store(ConnectionMultiplexer connection) => _connection = connection;

            public ValueTask DisposeAsync() => _connection.DisposeAsync();
        }
        """);

    [Fact]
    public Task InjectedConnectionClosedWhenDisposed_IsReported_WhereNoCodeMakesTheType() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public sealed class Consumer : IDisposable
        {
            private readonly IConnectionMultiplexer _connection;
            private readonly IDatabase _database;

            public Consumer(IConnectionMultiplexer connection)
            {
                _connection = connection;
                _database = connection.GetDatabase();
            }

            public void Use() => _database.Ping();

            public void Dispose() => {|RG1007:_connection.Dispose()|};
        }
        """);

    [Theory]
    [InlineData("public static async Task<Session> OpenAsync() => new(await ConnectionMultiplexer.ConnectAsync(\"a\"));")]
    [InlineData("public static Session Open() { IConnectionMultiplexer c = ConnectionMultiplexer.Connect(\"a\"); return new Session(c); }")]
    [InlineData("public static Session Open(IConnectionMultiplexer c) { Session s = new(c); return s; }")]
    public Task TypeThatTheCodeMakes_OwnsWhatItIsGiven(string member) => AllRules.VerifyAsync($$"""
        using StackExchange.Redis;

        public class Session : IDisposable
        {
            private readonly IConnectionMultiplexer _connection;

            public Session(IConnectionMultiplexer connection) => _connection = connection;

            {{member}}

            public void Dispose() => _connection.Dispose();
        }
        """);

    [Fact]
    public Task PrimaryConstructorParameterClosedPerCall_IsReported() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public class Basket(IConnectionMultiplexer connection)
        {
            public void Clear()
            {
                connection.GetDatabase().KeyDelete("basket");
                {|RG1007:connection.Dispose()|};
            }
        }
        """);

    [Fact]
    public Task ControllerThatClosesTheInjectedConnectionWhenDisposed_IsReported() => AllRules.VerifyAsync("""
        using Microsoft.AspNetCore.Mvc;
        using StackExchange.Redis;

        public class BasketController : Controller
        {
            private readonly IConnectionMultiplexer _redis;

            public BasketController(IConnectionMultiplexer redis) => _redis = redis;

            protected override void Dispose(bool disposing)
            {
                {|RG1007:_redis.Dispose()|};
                base.Dispose(disposing);
            }
        }
        """);

    [Fact]
    public Task HealthCheckThatClosesTheInjectedConnection_IsReported() => AllRules.VerifyAsync("""
        using Microsoft.Extensions.Diagnostics.HealthChecks;
        using StackExchange.Redis;

        public class RedisCheck(IConnectionMultiplexer redis) : IHealthCheck
        {
            public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
            {
                await using ({|RG1007:redis|})
                {
                    await redis.GetDatabase().PingAsync();
                    return HealthCheckResult.Healthy();
                }
            }
        }
        """);

    [Fact]
    public Task ThePoolsConnection_IsReported() => AllRules.VerifyAsync(
        """
        using RedisGuard.Pool;
        using StackExchange.Redis;

        public class Cache(RedisPool pool)
        {
            public void Close() => {|RG1007:pool.GetConnection().Dispose()|};

            public async Task ResetAsync()
            {
                var connection = await pool.GetConnectionAsync().ConfigureAwait(false);
                await {|RG1007:connection.CloseAsync()|};
            }

            public async Task RunAsync()
            {
                await using var lease = await pool.RentAsync();
                {|RG1007:lease.Connection.Close()|};
            }

            public void Use()
            {
                using var shared = {|RG1007:RedisPool.Shared.GetConnection()|};
            }
        }
        """,
        new() { Pool = true });

    [Fact]
    public Task TheProcessWidePool_IsReported() => AllRules.VerifyAsync(
        """
        using RedisGuard.Pool;
        using StackExchange.Redis;

        public class Visits
        {
            public async Task<long> CountAsync(string page)
            {
                await using var pool = {|RG1007:RedisPool.For("localhost")|};
                return await pool.GetDatabase().StringIncrementAsync(page);
            }

            public long Count(string page)
            {
                using (var pool = {|RG1007:RedisPool.Shared|})
                {
                    return pool.GetDatabase().StringIncrement(page);
                }
            }

            public void Reset() => {|RG1007:RedisPool.Shared.Dispose()|};

            public async Task StopAsync() => await RedisPool.Shared.DisposeAsync();

            public async Task<long> CountApartAsync(string page)
            {
                await using var own = new RedisPool(new RedisPoolOptions { Configuration = "localhost" });
                return await own.GetDatabase().StringIncrementAsync(page);
            }
        }
        """,
        new() { Pool = true });

    [Fact]
    public Task ScopedFactoryThatReturnsTheSharedOne_IsReported() => AllRules.VerifyAsync("""
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        static class Registration
        {
            private static readonly ConnectionMultiplexer s_redis = ConnectionMultiplexer.Connect("localhost");

            public static void Add(IServiceCollection services)
            {
                services.AddScoped<IConnectionMultiplexer>(_ => {|RG1007:s_redis|});
                services.AddTransient<IConnectionMultiplexer>(_ => {|RG1007:s_redis|});
                services.AddScoped<IDatabase>(_ => s_redis.GetDatabase());
                services.AddSingleton<IConnectionMultiplexer>(_ => s_redis);
            }
        }
        """);

    [Fact]
    public Task ProgramsOwnWork_IsSilent() => AllRules.VerifyAsync(
        """
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        var app = WebApplication.CreateBuilder(args).Build();
        app.Run();
        app.Services.GetRequiredService<IConnectionMultiplexer>().Dispose();
        """,
        new() { OutputKind = OutputKind.ConsoleApplication });

    [Fact]
    public Task TestFixtures_AreSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;
        using Xunit;

        public class CacheTests
        {
            [Fact]
            public void Closes() => Run(ConnectionMultiplexer.Connect("localhost"));

            private static void Run(IConnectionMultiplexer connection)
            {
                using (connection)
                {
                    connection.GetDatabase().Ping();
                }
            }
        }
        """,
        new() { TestFramework = TestFramework.Xunit });

    [Fact]
    public Task Message() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        public class Basket
        {
            private readonly IConnectionMultiplexer _redis;

            public Basket(IConnectionMultiplexer redis) => _redis = redis;

            public void Clear() => {|#0:_redis.Dispose()|};

            public void Run(IConnectionMultiplexer connection)
            {
                using ({|#1:connection|})
                {
                }
            }
        }
        """,
        setup: null,
        Expect(0, "The connection closed here was handed to 'Basket' ('_redis'), and others still use it; leave closing to its owner"),
        Expect(1, "The connection closed here comes from the parameter 'connection', and others still use it; leave closing to its owner"));

    private static Task VerifyAsync(string member) => AllRules.VerifyAsync(
        $$"""
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        public class Store
        {
            {{member}}
        }

        public interface IFactory { IConnectionMultiplexer Create(); }
        """);

    private static DiagnosticResult Expect(int location, string message)
        => DiagnosticResult.CompilerWarning("RG1007").WithLocation(location).WithMessage(message);
}
