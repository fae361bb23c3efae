using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>RG1001: factories of singletons run once, whatever they open.</summary>
public class RG1001RegistrationTests
{
    [Theory]
    [InlineData("services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(\"a\"));")]
    [InlineData("services.AddSingleton<IConnectionMultiplexer>(sp => { var c = ConnectionMultiplexer.Connect(\"a\"); c.GetDatabase().Ping(); return c; });")]
    [InlineData("services.AddSingleton<IDatabase>(_ => ConnectionMultiplexer.Connect(\"a\").GetDatabase());")]
    [InlineData("services.AddKeyedSingleton<IConnectionMultiplexer>(\"pubsub\", (_, _) => ConnectionMultiplexer.Connect(\"a\"));")]
    [InlineData("services.TryAddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(\"a\"));")]
    [InlineData("services.AddSingleton(ConnectionFactory); static IConnectionMultiplexer ConnectionFactory(IServiceProvider _) => ConnectionMultiplexer.Connect(\"a\");")]
    [InlineData("services.AddSingleton(_ => new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(\"a\")));")]
    [InlineData("services.AddSingleton<Func<ConnectionMultiplexer>>(_ => () => ConnectionMultiplexer.Connect(\"a\"));")]
    [InlineData("services.AddScoped<IDatabase>(sp => sp.GetRequiredService<IConnectionMultiplexer>().GetDatabase());")]
    public Task SingletonFactory_IsSilent(string statement) => VerifyRegistrationAsync(statement);

    private static Task VerifyRegistrationAsync(string statement) => AllRules.VerifyAsync(
        $$"""
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.DependencyInjection.Extensions;
        using StackExchange.Redis;

        static class Registration
        {
            public static void Add(IServiceCollection services)
            {
                {{statement}}
            }
        }
        """);
}
