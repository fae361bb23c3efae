using StackExchange.Redis;

public static partial class Catalog
{
    public static IServiceCollection AddSearch(this IServiceCollection services, IConfiguration configuration)
        => services.AddSingleton<IConnectionMultiplexer>(ConnectionMultiplexer.Connect(configuration["Search"]!));
}
