using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Registrations;

/// <summary>A registration that opened a connection for each scope becomes a singleton.</summary>
public class SingletonFixTests
{
    [Theory]
    [InlineData("services.AddScoped<IConnectionMultiplexer>(_ => {0});", "services.AddSingleton<IConnectionMultiplexer>(_ => {0});")]
    [InlineData("services.AddTransient<IConnectionMultiplexer>(_ => {0});", "services.AddSingleton<IConnectionMultiplexer>(_ => {0});")]
    [InlineData("services.AddScoped<IConnectionMultiplexer, ConnectionMultiplexer>(_ => {0});", "services.AddSingleton<IConnectionMultiplexer, ConnectionMultiplexer>(_ => {0});")]
    [InlineData("services.AddScoped(_ => {0});", "services.AddSingleton(_ => {0});")]
    [InlineData("services.TryAddScoped<IConnectionMultiplexer>(_ => {0});", "services.TryAddSingleton<IConnectionMultiplexer>(_ => {0});")]
    [InlineData("services.TryAddTransient<IConnectionMultiplexer>(_ => {0});", "services.TryAddSingleton<IConnectionMultiplexer>(_ => {0});")]
    [InlineData("services.AddKeyedScoped<IConnectionMultiplexer>(\"a\", (_, _) => {0});", "services.AddKeyedSingleton<IConnectionMultiplexer>(\"a\", (_, _) => {0});")]
    [InlineData("services.AddKeyedTransient<IConnectionMultiplexer>(\"a\", (_, _) => {0});", "services.AddKeyedSingleton<IConnectionMultiplexer>(\"a\", (_, _) => {0});")]
    [InlineData("services.TryAddKeyedScoped<IConnectionMultiplexer>(\"a\", (_, _) => {0});", "services.TryAddKeyedSingleton<IConnectionMultiplexer>(\"a\", (_, _) => {0});")]
    [InlineData("services.Add(ServiceDescriptor.Scoped<IConnectionMultiplexer>(_ => {0}));", "services.Add(ServiceDescriptor.Singleton<IConnectionMultiplexer>(_ => {0}));")]
    [InlineData("services./* one each */AddScoped<IConnectionMultiplexer>(sp => {{ var log = sp.GetRequiredService<ILoggerFactory>(); return {0}; }});", "services./* one each */AddSingleton<IConnectionMultiplexer>(sp => {{ var log = sp.GetRequiredService<ILoggerFactory>(); return {0}; }});")]
    public Task PerScope_BecomesOne(string before, string after) => RealRules<SingletonFixProvider>.VerifyAsync(In(before), In(after, marked: false));

    [Theory]
    [InlineData("services.AddScoped<IConnectionMultiplexer>(sp => { return {|RG1005:ConnectionMultiplexer.Connect(sp.GetRequiredService<Tenant>().Redis)|}; });")]
    [InlineData("services.AddScoped<IConnectionMultiplexer>(sp => { return {|RG1005:ConnectionMultiplexer.Connect(Tenant.Of(sp).Redis)|}; });")]
    [InlineData("services.AddScoped<IDatabase>(_ => {|RG1005:ConnectionMultiplexer.Connect(cs)|}.GetDatabase());")]
    [InlineData("services.AddScoped(typeof(IConnectionMultiplexer), _ => {|RG1005:ConnectionMultiplexer.Connect(cs)|});")]
    public Task LifetimeMayBeMeant_IsNotOffered(string statement) => RealRules<SingletonFixProvider>.VerifyNotOfferedAsync(Class(statement));

    [Fact]
    public Task Several_AreAllFixed() => RealRules<SingletonFixProvider>.VerifyAsync(
        Class("services.AddScoped<IConnectionMultiplexer>(_ => {|RG1005:ConnectionMultiplexer.Connect(cs)|}).AddTransient<ConnectionMultiplexer>(_ => {|RG1005:ConnectionMultiplexer.Connect(cs)|});"),
        Class("services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(cs)).AddSingleton<ConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(cs));"));

    private static string In(string statement, bool marked = true) => Class(statement
        .Replace("{0}", marked ? "{|RG1005:ConnectionMultiplexer.Connect(cs)|}" : "ConnectionMultiplexer.Connect(cs)", StringComparison.Ordinal)
        .Replace("{{", "{", StringComparison.Ordinal)
        .Replace("}}", "}", StringComparison.Ordinal));

    private static string Class(string statement) => $$"""
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.DependencyInjection.Extensions;
        using Microsoft.Extensions.Logging;
        using StackExchange.Redis;

        static class Registration
        {
            public static void Add(IServiceCollection services, string cs)
            {
                {{statement}}
            }
        }

        class Tenant
        {
            public string Redis { get; set; } = "";

            public static Tenant Of(IServiceProvider services) => services.GetRequiredService<Tenant>();
        }
        """;
}
