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

namespace RG5002.Built.Before
{
    public class Legacy
    {
        public static ConfigurationOptions Concatenated(string host)
        {
            string configuration = host + ":6379";
            configuration += ",password=Tr0ub4dor"; // expect: RG5002
            return ConfigurationOptions.Parse(configuration);
        }

        public ConfigurationOptions Build()
        {
            var text = new StringBuilder();
            text.Append("cache.internal:6379").Append(",password=").Append("Tr0ub4dor&3"); // expect: RG5002
            return ConfigurationOptions.Parse(text.ToString());
        }

        public static ConfigurationOptions Formatted(string host, int port)
        {
            var text = string.Format("{0}:{1},user={2},password={3}", host, port, "orders", "Tr0ub4dor&4"); // expect: RG5002
            return ConfigurationOptions.Parse(text);
        }

        public static ConfigurationOptions Joined(string host)
            => ConfigurationOptions.Parse(string.Join(",", host, "ssl=true", "password=Tr0ub4dor&5")); // expect: RG5002
    }
}

namespace RG5002.Built.After
{
    public class Legacy(IConfiguration configuration)
    {
        public ConfigurationOptions Build()
        {
            var text = new StringBuilder("cache.internal:6379");
            text.Append(",password=").Append(configuration["Redis:Password"]);
            return ConfigurationOptions.Parse(text.ToString());
        }

        public ConfigurationOptions Concatenated(string host)
        {
            string text = host + ":6379";
            text += ",password=" + configuration["Redis:Password"];
            return ConfigurationOptions.Parse(text);
        }

        public ConfigurationOptions Formatted(string host, int port)
        {
            var text = string.Format("{0}:{1},user={2},password={3}", host, port, "orders", configuration["Redis:Password"]);
            return ConfigurationOptions.Parse(text);
        }

        public ConfigurationOptions Joined(string host)
            => ConfigurationOptions.Parse(string.Join(",", host, "ssl=true", "password=" + configuration["Redis:Password"]));
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
            => ConfigurationOptions.Parse(Environment.GetEnvironmentVariable("REDIS") ?? "prod-redis:6379,password=q1w2e3r4"); // expect: RG5002

        public static ConfigurationOptions ByRegion(bool europe)
            => ConfigurationOptions.Parse(europe ? "eu-redis:6379,password=q1w2e3r4" : "us-redis:6379"); // expect: RG5002

        public static ConfigurationOptions ByStage(string stage) => ConfigurationOptions.Parse(stage switch
        {
            "production" => "redis.internal:6379,password=q1w2e3r4", // expect: RG5002
            _ => "localhost:6379",
        });

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

        public static ConfigurationOptions ByStage(string stage) => ConfigurationOptions.Parse(stage switch
        {
            "production" => "redis.internal:6379",
            _ => "localhost:6379",
        });

        public static Task<ConnectionMultiplexer> OpenAsync(string configuration = "localhost:6379") => ConnectionMultiplexer.ConnectAsync(configuration);
    }
}

namespace RG5002.EveryPosition.Before
{
    public class RedisSettings
    {
        public string? Password { get; set; }
    }

    public static class Configured
    {
        public static void IfMissing(ConfigurationOptions options) => options.Password ??= "Zx81-spectrum"; // expect: RG5002

        public static void FromEnvironment(ConfigurationOptions options)
        {
            options.Password = Environment.GetEnvironmentVariable("REDIS_PASSWORD") ?? "Zx82-spectrum"; // expect: RG5002
        }

        public static ConfigurationOptions ByStage(string stage, RedisSettings settings) => new ConfigurationOptions
        {
            EndPoints = { "cache.internal:6379" },
            Password = stage switch
            {
                "production" => settings.Password,
                "staging" => "Zx83-spectrum", // expect: RG5002
                _ => null,
            },
        };

        public static void Filled(ConfigurationOptions options, RedisSettings settings)
        {
            string? password = settings.Password;
            if (string.IsNullOrEmpty(password))
            {
                password = "Zx84-spectrum"; // expect: RG5002
            }

            options.Password = password;
        }

        public static async Task<ConnectionMultiplexer> OpenAsync(RedisSettings settings)
            => await ConnectionMultiplexer.ConnectAsync(
                "cache.internal:6379",
                options => options.Password = (settings.Password is { Length: > 0 } given ? given : "Zx85-spectrum")); // expect: RG5002

        public static ConfigurationOptions Text(string? configured)
        {
            configured ??= "cache.internal:6379,password=Zx86-spectrum"; // allow: RG5002
            string text = configured;
            if (text.Length == 0)
            {
                text = "cache.internal:6379,password=Zx87-spectrum"; // expect: RG5002
            }

            return ConfigurationOptions.Parse(text);
        }
    }
}

namespace RG5002.EveryPosition.After
{
    public class RedisSettings
    {
        public string? Password { get; set; }
    }

    public static class Configured
    {
        public static void IfMissing(ConfigurationOptions options) => options.Password ??= Environment.GetEnvironmentVariable("REDIS_PASSWORD");

        public static void FromEnvironment(ConfigurationOptions options)
        {
            options.Password = Environment.GetEnvironmentVariable("REDIS_PASSWORD") ?? string.Empty;
        }

        public static ConfigurationOptions ByStage(string stage, RedisSettings settings) => new ConfigurationOptions
        {
            EndPoints = { "cache.internal:6379" },
            Password = stage switch
            {
                "production" => settings.Password,
                "staging" => "<password>",
                _ => null,
            },
        };

        public static void Filled(ConfigurationOptions options, RedisSettings settings)
        {
            string? password = settings.Password;
            if (string.IsNullOrEmpty(password))
            {
                password = Environment.GetEnvironmentVariable("REDIS_PASSWORD");
            }

            options.Password = password;
        }
    }
}
