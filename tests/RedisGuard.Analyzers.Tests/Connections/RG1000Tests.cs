using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>RG1000, Connection opened outside the pool: only where the pool is referenced, and where nothing worse is to be said.</summary>
public class RG1000Tests
{
    private static readonly TestSetup WithPool = new() { Pool = true };

    private static readonly TestSetup Program = new() { Pool = true, OutputKind = OutputKind.ConsoleApplication };

    [Fact]
    public Task Message_NamesTheCall() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        static class Store
        {
            public static readonly ConnectionMultiplexer Redis = {|#0:ConnectionMultiplexer.Connect("localhost")|};
        }
        """,
        WithPool,
        DiagnosticResult.CompilerWarning("RG1000").WithLocation(0).WithMessage(
            "'ConnectionMultiplexer.Connect' opens a connection that the pool neither limits nor watches; take it from RedisPool.For, or from ConnectDedicatedAsync where it must be its own"));

    [Theory]
    [InlineData("static readonly ConnectionMultiplexer Redis = {|RG1000:ConnectionMultiplexer.Connect(Cs)|};")]
    [InlineData("static readonly ConnectionMultiplexer Redis = {|RG1000:ConnectionMultiplexer.Connect(Cs, o => o.AbortOnConnectFail = false)|};")]
    [InlineData("static readonly ConnectionMultiplexer Redis = {|RG1000:ConnectionMultiplexer.SentinelConnect(Cs)|};")]
    [InlineData("static readonly Task<ConnectionMultiplexer> Redis = {|RG1000:ConnectionMultiplexer.ConnectAsync(Cs)|};")]
    [InlineData("static readonly Task<ConnectionMultiplexer> Redis = {|RG1000:ConnectionMultiplexer.SentinelConnectAsync(Cs)|};")]
    [InlineData("static readonly Lazy<ConnectionMultiplexer> Redis = new(() => {|RG1000:ConnectionMultiplexer.Connect(Cs)|});")]
    [InlineData("static readonly IDatabase Db = {|RG1000:ConnectionMultiplexer.Connect(Cs)|}.GetDatabase();")]
    [InlineData("public static ConnectionMultiplexer Open() => {|RG1000:ConnectionMultiplexer.Connect(Cs)|};")]
    [InlineData("public static async Task<IConnectionMultiplexer> OpenAsync() => await {|RG1000:ConnectionMultiplexer.ConnectAsync(Cs)|};")]
    [InlineData("public static Func<ConnectionMultiplexer> Opener() => () => {|RG1000:ConnectionMultiplexer.Connect(Cs)|};")]
    public Task HandedOnConnection_IsReported(string member) => VerifyMemberAsync(member, WithPool);

    [Theory]
    [InlineData("public static void M() { using var c = {|RG1001:ConnectionMultiplexer.Connect(Cs)|}; }")]
    [InlineData("public static void M() { var c = {|RG1002:ConnectionMultiplexer.Connect(Cs)|}; }")]
    [InlineData("public static IDatabase M() => {|RG1001:ConnectionMultiplexer.Connect(Cs)|}.GetDatabase();")]
    [InlineData("public static IConnectionMultiplexer P => {|RG1001:ConnectionMultiplexer.Connect(Cs)|};")]
    [InlineData("private readonly ConnectionMultiplexer {|RG1003:_c = ConnectionMultiplexer.Connect(Cs)|};")]
    public Task WorseFault_IsToldInstead(string member) => VerifyMemberAsync(member, WithPool);

    [Theory]
    [InlineData("static readonly ConnectionMultiplexer Redis = ConnectionMultiplexer.Connect(Cs);")]
    [InlineData("public static ConnectionMultiplexer Open() => ConnectionMultiplexer.Connect(Cs);")]
    public Task PoolNotReferenced_IsSilent(string member) => VerifyMemberAsync(member, setup: null);

    [Theory]
    [InlineData((int)TestFramework.Xunit)]
    [InlineData((int)TestFramework.NUnit)]
    [InlineData((int)TestFramework.MSTest)]
    public Task TestProject_IsSilent(int framework) => VerifyMemberAsync(
        "static readonly ConnectionMultiplexer Redis = ConnectionMultiplexer.Connect(Cs);",
        new() { Pool = true, TestFramework = (TestFramework)framework });

    [Fact]
    public Task TopLevelProgram_IsReported() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        await using var connection = await {|RG1000:ConnectionMultiplexer.ConnectAsync("localhost")|};
        Console.WriteLine(connection.GetDatabase().Ping());
        """,
        Program);

    [Fact]
    public Task SingletonRegistration_IsReported() => AllRules.VerifyAsync(
        """
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<IConnectionMultiplexer>(_ => {|RG1000:ConnectionMultiplexer.Connect("localhost")|});
        """,
        Program);

    [Fact]
    public Task TakenFromThePool_IsSilent() => AllRules.VerifyAsync(
        """
        using RedisGuard.Pool;
        using StackExchange.Redis;

        class Cache
        {
            private readonly RedisPool _pool = RedisPool.For("localhost");

            public async Task<string?> GetAsync(string key)
            {
                IDatabase database = await _pool.GetDatabaseAsync();
                return await database.StringGetAsync(key);
            }

            public async Task RunAsync(CancellationToken token)
            {
                await using RedisLease lease = await _pool.RentAsync(token);
                await lease.Database.PingAsync();
                IConnectionMultiplexer shared = _pool.GetConnection();
                IConnectionMultiplexer later = await RedisPool.Shared.GetConnectionAsync(token);
                shared.GetDatabase().Ping();
                later.GetDatabase().Ping();
            }
        }
        """,
        WithPool);

    [Fact]
    public Task HelperCall_IsReportedOnceAtTheLibrarysCall() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        static class Store
        {
            private static readonly ConnectionMultiplexer s_redis = Open();

            public static ConnectionMultiplexer Redis => s_redis;

            private static ConnectionMultiplexer Open() => {|RG1000:ConnectionMultiplexer.Connect("localhost")|};
        }
        """,
        WithPool);

    [Fact]
    public Task SwitchedOff_IsSilent() => VerifyMemberAsync(
        "static readonly ConnectionMultiplexer Redis = ConnectionMultiplexer.Connect(Cs);",
        new() { Pool = true, EditorConfig = "dotnet_diagnostic.RG1000.severity = none" });

    [Fact]
    public Task Pragma_IsHonoured() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        static class Store
        {
        #pragma warning disable RG1000 // Large payloads get a connection of their own.
            public static readonly ConnectionMultiplexer Large = ConnectionMultiplexer.Connect("localhost");
        #pragma warning restore RG1000
        }
        """,
        WithPool);

    [Fact]
    public Task ThePoolsOwnSource_IsSilent() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        namespace RedisGuard.Pool
        {
            public sealed class RedisPool
            {
                internal static Task<ConnectionMultiplexer> OpenAsync(ConfigurationOptions options) => ConnectionMultiplexer.ConnectAsync(options);
            }
        }
        """);

    [Fact]
    public Task GeneratedCode_IsSilent() => AllRules.VerifyAsync(
        """
        // <auto-generated/>
        using StackExchange.Redis;

        static class Store
        {
            public static readonly ConnectionMultiplexer Redis = ConnectionMultiplexer.Connect("localhost");
            public static void Leak() { var c = ConnectionMultiplexer.Connect("localhost"); }
            public static ConnectionMultiplexer Property => ConnectionMultiplexer.Connect("localhost");
        }
        """,
        WithPool);

    private static Task VerifyMemberAsync(string member, TestSetup? setup) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        class Store
        {
            private const string Cs = "localhost";

            {{member}}
        }
        """,
        setup);
}
