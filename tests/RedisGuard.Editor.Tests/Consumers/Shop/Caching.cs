using Microsoft.Extensions.Caching.StackExchangeRedis;
using StackExchange.Redis;

public static class Caching
{
    public static void AddCaching(this IServiceCollection services, IConnectionMultiplexer redis)
    {
        services.AddSingleton(redis);
        services.AddStackExchangeRedisCache(options =>
        {
            options.InstanceName = "api";
            options.ConnectionMultiplexerFactory = async () => await ConnectionMultiplexer.ConnectAsync("localhost:6379");
        });
    }
}
