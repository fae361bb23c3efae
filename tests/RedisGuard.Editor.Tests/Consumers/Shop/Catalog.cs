using StackExchange.Redis;

public static partial class Catalog
{
    public static IServiceCollection AddCatalog(this IServiceCollection services, IConfiguration configuration)
    {
        // One for the catalogue.
        services.AddScoped<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(configuration["Catalog"]!));
        return services.AddSearch(configuration);
    }
}
