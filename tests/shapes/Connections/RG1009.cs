// Private connection where the shared one fits.
using System.Threading.Tasks;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace RG1009.Keys.Before
{
    public static class Composition
    {
        public static void Add(IServiceCollection services, IConfiguration configuration)
            => services.AddDataProtection()
                .SetApplicationName("shop")
                .PersistKeysToStackExchangeRedis(ConnectionMultiplexer.Connect(configuration["Redis"]!), "keys"); // expect: RG1009
    }
}

namespace RG1009.Keys.After
{
    public static class Composition
    {
        public static void Add(IServiceCollection services, IConnectionMultiplexer shared)
            => services.AddDataProtection()
                .SetApplicationName("shop")
                .PersistKeysToStackExchangeRedis(shared, "keys");
    }
}

namespace RG1009.Cache.Before
{
    public static class Composition
    {
        public static void Add(IServiceCollection services, string configuration)
            => services.AddStackExchangeRedisCache(options =>
            {
                options.InstanceName = "shop:";
                options.ConnectionMultiplexerFactory = async () => await ConnectionMultiplexer.ConnectAsync(configuration); // expect: RG1009
            });
    }
}

namespace RG1009.Cache.After
{
    public static class Composition
    {
        public static void Add(IServiceCollection services, IConnectionMultiplexer shared)
            => services.AddStackExchangeRedisCache(options =>
            {
                options.InstanceName = "shop:";
                options.ConnectionMultiplexerFactory = () => Task.FromResult(shared);
            });
    }
}

namespace RG1009.Health.Before
{
    public static class Composition
    {
        public static void Add(IServiceCollection services)
            => services.AddHealthChecks().AddRedis(_ => ConnectionMultiplexer.Connect("localhost"), "cache"); // expect: RG1009
    }
}

namespace RG1009.Health.After
{
    public static class Composition
    {
        public static void Add(IServiceCollection services)
            => services.AddHealthChecks().AddRedis(sp => sp.GetRequiredService<IConnectionMultiplexer>(), "cache");
    }
}
