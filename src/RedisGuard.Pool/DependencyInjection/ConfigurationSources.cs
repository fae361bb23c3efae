using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using RedisGuard.Pool.Configuration;

namespace RedisGuard.Pool.DependencyInjection;

/// <summary>
/// Finds where Redis is when the options don't say so: in the connection strings of the host's configuration, as Aspire and
/// most hosting platforms state them. It is localhost for development alone: elsewhere that is a mistake that works until
/// somebody wonders why the cache is empty.
/// </summary>
internal sealed class ConfigurationSources(IServiceProvider services) : IPostConfigureOptions<RedisPoolOptions>
{
    public void PostConfigure(string? name, RedisPoolOptions options)
    {
        if (options.StatesConfiguration)
        {
            return;
        }

        var keys = Keys(name);
        var configuration = services.GetService<IConfiguration>();
        foreach (var key in keys)
        {
            if (configuration?[key] is { } text && !string.IsNullOrWhiteSpace(text))
            {
                options.Configure(text, key);
                return;
            }
        }

        if (!options.EnvironmentStatesConfiguration && services.GetService<IHostEnvironment>() is { } host && !host.IsDevelopment())
        {
            options.Refuse(new RedisPoolConfigurationException(
                keys[0],
                $"Nothing says where Redis is: {string.Join(", ", keys)} are unset in the configuration, and so is options.Configuration. {RedisPoolOptions.DefaultConfiguration} is assumed in the environment Development alone; this one is '{host.EnvironmentName}'. Set one of them."));
        }
    }

    private static string[] Keys(string? name) => string.IsNullOrEmpty(name)
        ? ["ConnectionStrings:Redis", "Redis:Configuration", PoolEnvironment.ConnectionVariable]
        : [$"ConnectionStrings:{name}", PoolEnvironment.ConnectionVariable];
}
