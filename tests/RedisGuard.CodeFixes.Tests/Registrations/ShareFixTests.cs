using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Registrations;

/// <summary>A component that opened a connection of its own gets the one that the application has.</summary>
public class ShareFixTests
{
    private const string Registered = "services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(cs)); ";

    [Theory]
    [InlineData("services.AddHealthChecks().AddRedis(_ => {|RG1009:ConnectionMultiplexer.Connect(cs)|});", "services.AddHealthChecks().AddRedis(provider => provider.GetRequiredService<IConnectionMultiplexer>());")]
    [InlineData("services.AddHealthChecks().AddRedis(sp => {|RG1009:ConnectionMultiplexer.Connect(cs)|});", "services.AddHealthChecks().AddRedis(sp => sp.GetRequiredService<IConnectionMultiplexer>());")]
    [InlineData("services.AddHealthChecks().AddRedis((IServiceProvider sp) => { return {|RG1009:ConnectionMultiplexer.Connect(cs)|}; });", "services.AddHealthChecks().AddRedis((IServiceProvider sp) => { return sp.GetRequiredService<IConnectionMultiplexer>(); });")]
    public Task FactoryThatHasTheContainer_AsksIt(string before, string after)
        => RealRules<ShareFixProvider>.VerifyAsync(Class(Registered + before, "string cs"), Class(Registered + after, "string cs"));

    [Theory]
    [InlineData("services.AddDataProtection().PersistKeysToStackExchangeRedis({|RG1009:ConnectionMultiplexer.Connect(cs)|}, \"keys\");", "services.AddDataProtection().PersistKeysToStackExchangeRedis(shared, \"keys\");")]
    [InlineData("services.AddDataProtection().PersistKeysToStackExchangeRedis(() => {|RG1009:ConnectionMultiplexer.Connect(cs)|}.GetDatabase(), \"keys\");", "services.AddDataProtection().PersistKeysToStackExchangeRedis(() => shared.GetDatabase(), \"keys\");")]
    [InlineData("services.AddStackExchangeRedisCache(o => o.ConnectionMultiplexerFactory = async () => await {|RG1009:ConnectionMultiplexer.ConnectAsync(cs)|});", "services.AddStackExchangeRedisCache(o => o.ConnectionMultiplexerFactory = () => Task.FromResult(shared));")]
    [InlineData("services.AddStackExchangeRedisCache(o => o.ConnectionMultiplexerFactory = async () => await {|RG1009:ConnectionMultiplexer.ConnectAsync(cs)|}.ConfigureAwait(false));", "services.AddStackExchangeRedisCache(o => o.ConnectionMultiplexerFactory = () => Task.FromResult(shared));")]
    [InlineData("services.AddHealthChecks().AddRedis({|RG1009:ConnectionMultiplexer.Connect(cs)|});", "services.AddHealthChecks().AddRedis(shared);")]
    public Task VariableAtHand_IsUsed(string before, string after)
        => RealRules<ShareFixProvider>.VerifyAsync(Class(before), Class(after));

    [Fact]
    public Task VariableOfTheClass_IsNamedAsTheResult() => RealRules<ShareFixProvider>.VerifyAsync(
        Class("services.AddStackExchangeRedisCache(o => o.ConnectionMultiplexerFactory = async () => await {|RG1009:ConnectionMultiplexer.ConnectAsync(cs)|});", "string cs, ConnectionMultiplexer shared"),
        Class("services.AddStackExchangeRedisCache(o => o.ConnectionMultiplexerFactory = () => Task.FromResult<IConnectionMultiplexer>(shared));", "string cs, ConnectionMultiplexer shared"));

    [Theory]
    [InlineData("services.AddHealthChecks().AddRedis(_ => {|RG1009:ConnectionMultiplexer.Connect(cs)|});", "string cs")]
    [InlineData("services.AddScoped<IConnectionMultiplexer>(sp => sp.GetRequiredService<Func<IConnectionMultiplexer>>()()); services.AddHealthChecks().AddRedis(_ => {|RG1009:ConnectionMultiplexer.Connect(cs)|});", "string cs")]
    [InlineData("services.AddDataProtection().PersistKeysToStackExchangeRedis({|RG1009:ConnectionMultiplexer.Connect(cs)|}, \"keys\");", "string cs")]
    [InlineData("services.AddDataProtection().PersistKeysToStackExchangeRedis({|RG1009:ConnectionMultiplexer.Connect(cs)|}, \"keys\");", "string cs, IConnectionMultiplexer one, IConnectionMultiplexer two")]
    [InlineData("using var shared = Open(); services.AddDataProtection().PersistKeysToStackExchangeRedis({|RG1009:ConnectionMultiplexer.Connect(cs)|}, \"keys\");", "string cs, Func<IConnectionMultiplexer> Open")]
    [InlineData("services.AddStackExchangeRedisCache(o => o.ConnectionMultiplexerFactory = async () => { await Task.Yield(); return await {|RG1009:ConnectionMultiplexer.ConnectAsync(cs)|}; });", "string cs, IConnectionMultiplexer shared")]
    public Task WithoutOneSharedConnection_IsNotOffered(string statement, string parameters)
        => RealRules<ShareFixProvider>.VerifyNotOfferedAsync(Class(statement, parameters));

    private static string Class(string statement, string parameters = "string cs, IConnectionMultiplexer shared") =>
        $$"""
        using Microsoft.AspNetCore.DataProtection;
        using Microsoft.Extensions.Caching.StackExchangeRedis;
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        static class Registration
        {
            public static void Add(IServiceCollection services, {{parameters}})
            {
                {{statement}}
            }
        }

        namespace Microsoft.AspNetCore.DataProtection
        {
            static class RedisDataProtectionBuilderExtensions
            {
                public static IDataProtectionBuilder PersistKeysToStackExchangeRedis(this IDataProtectionBuilder builder, IConnectionMultiplexer connection, RedisKey key) => builder;
                public static IDataProtectionBuilder PersistKeysToStackExchangeRedis(this IDataProtectionBuilder builder, Func<IDatabase> factory, RedisKey key) => builder;
            }
        }

        namespace Microsoft.Extensions.DependencyInjection
        {
            static class RedisHealthCheckBuilderExtensions
            {
                public static IHealthChecksBuilder AddRedis(this IHealthChecksBuilder builder, IConnectionMultiplexer connection) => builder;
                public static IHealthChecksBuilder AddRedis(this IHealthChecksBuilder builder, Func<IServiceProvider, IConnectionMultiplexer> factory) => builder;
            }
        }

        namespace Microsoft.Extensions.Caching.StackExchangeRedis
        {
            class RedisCacheOptions
            {
                public Func<Task<IConnectionMultiplexer>>? ConnectionMultiplexerFactory { get; set; }
            }

            static class RedisCacheExtensions
            {
                public static void AddStackExchangeRedisCache(this IServiceCollection services, Action<RedisCacheOptions> configure) => configure(new());
            }
        }
        """;
}
