// Password in source.
using System;
using System.Text;
using System.Threading.Tasks;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace RG5002.Literal.Before
{
    public static class RedisStore
    {
        private static readonly Lazy<ConnectionMultiplexer> s_lazy = new(() =>
            ConnectionMultiplexer.Connect("shop.redis.cache.windows.net:6380,password=Zm9vYmFyYmF6cXV4=,ssl=True,abortConnect=False")); // expect: RG5002

        public static IDatabase Cache => s_lazy.Value.GetDatabase();
    }
}

namespace RG5002.Literal.After
{
    public static class RedisStore
    {
        private static readonly Lazy<ConnectionMultiplexer> s_lazy = new(() =>
            ConnectionMultiplexer.Connect(Environment.GetEnvironmentVariable("REDIS_CONNECTION") ?? "localhost:6379"));

        public static IDatabase Cache => s_lazy.Value.GetDatabase();
    }
}

namespace RG5002.Constants.Before
{
    internal static class Defaults
    {
        internal const string Host = "10.1.2.3:6379";
        internal const string Secret = "s3cr3t!"; // expect: RG5002
    }

    public class Provider
    {
        private readonly string _configuration = $"{Defaults.Host},password={Defaults.Secret},connectTimeout=5000";

        public ConfigurationOptions Options() => ConfigurationOptions.Parse(_configuration);
    }
}

namespace RG5002.Constants.After
{
    internal static class Defaults
    {
        internal const string Host = "10.1.2.3:6379";
    }

    public class Provider(IConfiguration configuration)
    {
        public ConfigurationOptions Options() => ConfigurationOptions.Parse($"{Defaults.Host},password={configuration["Redis:Password"]},connectTimeout=5000");
    }
}

namespace RG5002.Initializer.Before
{
    public static class Registration
    {
        public static IServiceCollection AddRedis(this IServiceCollection services)
            => services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(new ConfigurationOptions
            {
                EndPoints = { "redis-12345.c1.eu-west-1.ec2.cloud.redislabs.com:12345" },
                User = "default",
                Password = "kT9wq2LmZx", // expect: RG5002
            }));
    }
}

namespace RG5002.Initializer.After
{
    public static class Registration
    {
        public static IServiceCollection AddRedis(this IServiceCollection services)
            => services.AddSingleton<IConnectionMultiplexer>(provider => ConnectionMultiplexer.Connect(new ConfigurationOptions
            {
                EndPoints = { "redis-12345.c1.eu-west-1.ec2.cloud.redislabs.com:12345" },
                User = "default",
                Password = provider.GetRequiredService<IConfiguration>().GetValue<string>("Redis:Password"),
            }));
    }
}

namespace RG5002.Cache.Before
{
    public static class Startup
    {
        public static void Configure(IServiceCollection services)
        {
            services.AddStackExchangeRedisCache(options =>
            {
                options.Configuration = "redis:6379,password=Pa55w0rd"; // expect: RG5002
                options.InstanceName = "shop";
            });
            services.AddStackExchangeRedisCache(options => options.ConfigurationOptions = new ConfigurationOptions
            {
                EndPoints = { "redis:6379" },
                Password = "Pa55w0rd", // expect: RG5002
            });
        }
    }
}

namespace RG5002.Cache.After
{
    public static class Startup
    {
        public static void Configure(IServiceCollection services, IConfiguration configuration)
        {
            services.AddStackExchangeRedisCache(options =>
            {
                options.Configuration = configuration.GetConnectionString("Redis");
                options.InstanceName = "shop";
            });
        }
    }
}

namespace RG5002.Fallback.Before
{
    public class Settings
    {
        public string Redis { get; set; } = "prod-redis:6379,password=q1w2e3r4"; // expect: RG5002
    }

    public static class Opening
    {
        public static ConfigurationOptions FromSettings(Settings settings) => ConfigurationOptions.Parse(settings.Redis);

        public static ConfigurationOptions FromEnvironment()
            => ConfigurationOptions.Parse(Environment.GetEnvironmentVariable("REDIS") ?? "prod-redis:6379,password=q1w2e3r4"); // allow: RG5002

        public static ConfigurationOptions ByRegion(bool europe)
            => ConfigurationOptions.Parse(europe ? "eu-redis:6379,password=q1w2e3r4" : "us-redis:6379"); // expect: RG5002

        public static Task<ConnectionMultiplexer> OpenAsync(string configuration = "prod-redis:6379,password=q1w2e3r4") // expect: RG5002
            => ConnectionMultiplexer.ConnectAsync(configuration);
    }
}

namespace RG5002.Fallback.After
{
    public class Settings
    {
        public string Redis { get; set; } = "localhost:6379";
    }

    public static class Opening
    {
        public static ConfigurationOptions FromSettings(Settings settings) => ConfigurationOptions.Parse(settings.Redis);

        public static ConfigurationOptions FromEnvironment() => ConfigurationOptions.Parse(Environment.GetEnvironmentVariable("REDIS") ?? "localhost");

        public static ConfigurationOptions ByRegion(bool europe) => ConfigurationOptions.Parse(europe ? "eu-redis:6379" : "us-redis:6379");

        public static Task<ConnectionMultiplexer> OpenAsync(string configuration = "localhost:6379") => ConnectionMultiplexer.ConnectAsync(configuration);
    }
}
