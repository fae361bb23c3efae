using StackExchange.Redis;

public static class Registration
{
    public static void AddRedis(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(configuration.GetConnectionString("Redis")!));
    }
}
