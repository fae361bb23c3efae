using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>RG1009, Private connection where the shared one fits.</summary>
public class RG1009Tests
{
    [Theory]
    [InlineData("services.AddDataProtection().PersistKeysToStackExchangeRedis({|RG1009:ConnectionMultiplexer.Connect(cs)|}, \"keys\");")]
    [InlineData("services.AddStackExchangeRedisCache(o => o.ConnectionMultiplexerFactory = async () => await {|RG1009:ConnectionMultiplexer.ConnectAsync(cs)|});")]
    [InlineData("var o = new RedisCacheOptions(); o.ConnectionMultiplexerFactory = async () => await {|RG1009:ConnectionMultiplexer.ConnectAsync(cs)|};")]
    public Task InlineConnection_IsReported(string statement) => VerifyAsync(statement);

    [Theory]
    [InlineData("{|RG1009:ConnectionMultiplexer.Connect(cs)|}")]
    [InlineData("() => { return {|RG1009:ConnectionMultiplexer.Connect(cs)|}.GetDatabase(); }")]
    [InlineData("shared")]
    public Task PackageThatIsntRestored_IsKnownByItsName(string argument) => AllRules.VerifyAsync(
        $$"""
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        static class Registration
        {
            public static void Add(IServiceCollection services, string cs, IConnectionMultiplexer shared)
                => services.AddDataProtection().PersistKeysToStackExchangeRedis({{argument}}, "keys");
        }
        """,
        new() { Broken = true });

    [Theory]
    [InlineData("services.AddDataProtection().PersistKeysToStackExchangeRedis(shared, \"keys\");")]
    [InlineData("services.AddStackExchangeRedisCache(o => o.ConnectionMultiplexerFactory = () => Task.FromResult(shared));")]
    [InlineData("services.AddStackExchangeRedisCache(o => o.Configuration = cs);")]
    public Task SharedConnection_IsSilent(string statement) => VerifyAsync(statement);

    [Fact]
    public Task Message() => AllRules.VerifyAsync(
        Source("services.AddDataProtection().PersistKeysToStackExchangeRedis({|#0:ConnectionMultiplexer.Connect(cs)|}, \"keys\");"),
        setup: null,
        new DiagnosticResult("RG1009", DiagnosticSeverity.Info).WithLocation(0).WithMessage(
            "'PersistKeysToStackExchangeRedis' gets a connection of its own, which serves nothing else; give it the connection that the application shares"));

    private static Task VerifyAsync(string statement) => AllRules.VerifyAsync(Source(statement));

    private static string Source(string statement) =>
        $$"""
        using Microsoft.AspNetCore.DataProtection;
        using Microsoft.Extensions.Caching.StackExchangeRedis;
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        static class Registration
        {
            public static void Add(IServiceCollection services, string cs, IConnectionMultiplexer shared)
            {
                {{statement}}
            }
        }

        namespace Microsoft.AspNetCore.DataProtection
        {
            static class RedisDataProtectionBuilderExtensions
            {
                public static IDataProtectionBuilder PersistKeysToStackExchangeRedis(this IDataProtectionBuilder builder, IConnectionMultiplexer connection, RedisKey key) => builder;
            }
        }

        namespace Microsoft.Extensions.Caching.StackExchangeRedis
        {
            class RedisCacheOptions
            {
                public string? Configuration { get; set; }
                public Func<Task<IConnectionMultiplexer>>? ConnectionMultiplexerFactory { get; set; }
            }

            static class RedisCacheExtensions
            {
                public static void AddStackExchangeRedisCache(this IServiceCollection services, Action<RedisCacheOptions> configure) => configure(new());
            }
        }
        """;
}
