// Registered instance is never closed.
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StackExchange.Redis;

namespace RG1010.Instance.Before
{
    public static class Composition
    {
        public static void Add(WebApplicationBuilder builder)
            => builder.Services.AddSingleton<IConnectionMultiplexer>(ConnectionMultiplexer.Connect(builder.Configuration["Redis"]!)); // expect: RG1010
    }
}

namespace RG1010.Instance.After
{
    public static class Composition
    {
        public static void Add(WebApplicationBuilder builder)
            => builder.Services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(builder.Configuration["Redis"]!));
    }
}

namespace RG1010.Keyed.Before
{
    public static class Composition
    {
        public static void Add(IServiceCollection services, string configuration)
            => services.AddKeyedSingleton<IConnectionMultiplexer>("sessions", ConnectionMultiplexer.Connect(configuration)); // expect: RG1010
    }
}

namespace RG1010.Keyed.After
{
    public static class Composition
    {
        public static void Add(IServiceCollection services, string configuration)
            => services.AddKeyedSingleton<IConnectionMultiplexer>("sessions", (_, _) => ConnectionMultiplexer.Connect(configuration));
    }
}

namespace RG1010.Variable
{
    public static class Composition
    {
        public static void AddAlone(IServiceCollection services, string configuration)
        {
            var redis = ConnectionMultiplexer.Connect(configuration);
            services.AddSingleton<IConnectionMultiplexer>(redis);
        }

        public static void Add(IServiceCollection services, string configuration)
        {
            var redis = ConnectionMultiplexer.Connect(configuration);
            services.AddSingleton<IConnectionMultiplexer>(redis);
            services.AddSingleton(redis.GetDatabase());
        }
    }
}
