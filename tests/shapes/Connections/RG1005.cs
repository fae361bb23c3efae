// Registration opens a connection per scope.
using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace RG1005.Scoped.Before
{
    public static class Startup
    {
        public static void Configure(WebApplicationBuilder builder)
        {
            builder.Services.AddScoped<IConnectionMultiplexer>(sp =>
                ConnectionMultiplexer.Connect(sp.GetRequiredService<IConfiguration>().GetConnectionString("Redis")!)); // expect: RG1005
            builder.Services.AddScoped(sp => sp.GetRequiredService<IConnectionMultiplexer>().GetDatabase());
        }
    }
}

namespace RG1005.Scoped.After
{
    public static class Startup
    {
        public static void Configure(WebApplicationBuilder builder)
        {
            builder.Services.AddSingleton<IConnectionMultiplexer>(sp =>
                ConnectionMultiplexer.Connect(sp.GetRequiredService<IConfiguration>().GetConnectionString("Redis")!));
            builder.Services.AddScoped(sp => sp.GetRequiredService<IConnectionMultiplexer>().GetDatabase());
        }
    }
}

namespace RG1005.Transient.Before
{
    public class RedisOptions
    {
        public string Configuration { get; set; } = "localhost";
    }

    public static class ServiceCollectionExtensions
    {
        public static IServiceCollection AddCaching(this IServiceCollection services, Action<RedisOptions> configure)
        {
            services.Configure(configure);
            services.TryAddTransient<IConnectionMultiplexer>(provider =>
            {
                var options = provider.GetRequiredService<IOptions<RedisOptions>>().Value;
                var parsed = ConfigurationOptions.Parse(options.Configuration);
                parsed.AbortOnConnectFail = false;
                return ConnectionMultiplexer.Connect(parsed); // expect: RG1005
            });
            return services;
        }
    }
}

namespace RG1005.Transient.After
{
    public class RedisOptions
    {
        public string Configuration { get; set; } = "localhost";
    }

    public static class ServiceCollectionExtensions
    {
        public static IServiceCollection AddCaching(this IServiceCollection services, Action<RedisOptions> configure)
        {
            services.Configure(configure);
            services.TryAddSingleton<IConnectionMultiplexer>(provider =>
            {
                var options = provider.GetRequiredService<IOptions<RedisOptions>>().Value;
                var parsed = ConfigurationOptions.Parse(options.Configuration);
                parsed.AbortOnConnectFail = false;
                return ConnectionMultiplexer.Connect(parsed);
            });
            return services;
        }
    }
}

namespace RG1005.Database.Before
{
    public static class Composition
    {
        public static void Compose(HostBuilderContext context, IServiceCollection services)
            => services.AddScoped<IDatabase>(_ => ConnectionMultiplexer.Connect(context.Configuration["Redis"]!).GetDatabase()); // expect: RG1005
    }
}

namespace RG1005.Database.After
{
    public static class Composition
    {
        public static void Compose(HostBuilderContext context, IServiceCollection services)
        {
            services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(context.Configuration["Redis"]!));
            services.AddScoped<IDatabase>(sp => sp.GetRequiredService<IConnectionMultiplexer>().GetDatabase());
        }
    }
}

namespace RG1005.Keyed.Before
{
    public static class Modules
    {
        public static void Add(IServiceCollection services, IConfiguration configuration)
        {
            foreach (var section in configuration.GetSection("Redis").GetChildren())
            {
                services.AddKeyedTransient<IConnectionMultiplexer>(section.Key, (_, _) => ConnectionMultiplexer.Connect(section.Value!)); // expect: RG1005
            }
        }
    }
}

namespace RG1005.Keyed.After
{
    public static class Modules
    {
        public static void Add(IServiceCollection services, IConfiguration configuration)
        {
            foreach (var section in configuration.GetSection("Redis").GetChildren())
            {
                services.AddKeyedSingleton<IConnectionMultiplexer>(section.Key, (_, _) => ConnectionMultiplexer.Connect(section.Value!));
            }
        }
    }
}

namespace RG1005.Wrapper.Before
{
    public interface ICache
    {
        string? Get(string key);
    }

    public class Cache(IConnectionMultiplexer connection) : ICache
    {
        public string? Get(string key) => connection.GetDatabase().StringGet(key);
    }

    public static class Composition
    {
        public static IServiceCollection AddCache(this IServiceCollection services, string configuration)
            => services.AddTransient<ICache>(_ => new Cache(ConnectionMultiplexer.Connect(configuration))); // expect: RG1005
    }
}

namespace RG1005.Wrapper.After
{
    public interface ICache
    {
        string? Get(string key);
    }

    public class Cache(IConnectionMultiplexer connection) : ICache
    {
        public string? Get(string key) => connection.GetDatabase().StringGet(key);
    }

    public static class Composition
    {
        public static IServiceCollection AddCache(this IServiceCollection services, string configuration)
            => services
                .AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(configuration))
                .AddTransient<ICache, Cache>();
    }
}

namespace RG1005.MethodGroup.Before
{
    public static class Composition
    {
        public static void Add(IServiceCollection services) => services.AddScoped(Open); // expect: RG1005

        private static ConnectionMultiplexer Open(IServiceProvider provider)
            => ConnectionMultiplexer.Connect(provider.GetRequiredService<IConfiguration>()["Redis"]!);
    }
}

namespace RG1005.MethodGroup.After
{
    public static class Composition
    {
        public static void Add(IServiceCollection services) => services.AddSingleton(Open);

        private static ConnectionMultiplexer Open(IServiceProvider provider)
            => ConnectionMultiplexer.Connect(provider.GetRequiredService<IConfiguration>()["Redis"]!);
    }
}

namespace RG1005.Descriptor.Before
{
    public static class Composition
    {
        public static void Add(IServiceCollection services, string configuration)
            => services.Replace(ServiceDescriptor.Scoped<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(configuration))); // expect: RG1005
    }
}

namespace RG1005.Descriptor.After
{
    public static class Composition
    {
        public static void Add(IServiceCollection services, string configuration)
            => services.Replace(ServiceDescriptor.Singleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(configuration)));
    }
}
