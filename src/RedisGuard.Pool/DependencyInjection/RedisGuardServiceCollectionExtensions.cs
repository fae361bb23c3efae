using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RedisGuard.Pool;
using RedisGuard.Pool.DependencyInjection;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers pools.</summary>
public static class RedisGuardServiceCollectionExtensions
{
    /// <summary>
    /// Registers a <see cref="RedisPool"/> and its shared <see cref="IConnectionMultiplexer"/> as singletons. The host
    /// connects it at start, validates its options before, and drains it after everything else has stopped.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="configure">Sets options; runs after what was bound with <c>services.Configure&lt;RedisPoolOptions&gt;(section)</c>.</param>
    /// <returns>The same services.</returns>
    /// <remarks>Calling it again adds to the configuration, not a second pool.</remarks>
    public static IServiceCollection AddRedisGuard(this IServiceCollection services, Action<RedisPoolOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        AddOptions(services, Options.Options.DefaultName, configure);
        if (services.Any(static service => !service.IsKeyedService && service.ServiceType == typeof(RedisPool)))
        {
            return services;
        }

        services.AddSingleton(static provider => Create(provider, Options.Options.DefaultName));
        services.TryAddSingleton<IConnectionMultiplexer>(static provider => provider.GetRequiredService<RedisPool>().Connection);
        services.AddSingleton<IHostedService>(static provider => Lifetime(provider, Options.Options.DefaultName, provider.GetRequiredService<RedisPool>()));
        return services;
    }

    /// <summary>
    /// Registers a pool beside others, as keyed services: <c>[FromKeyedServices("sessions")] RedisPool pool</c>.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="name">The key of the services, the name of the options, and the name of the pool.</param>
    /// <param name="configure">Sets options; runs after what was bound with <c>services.Configure&lt;RedisPoolOptions&gt;(name, section)</c>.</param>
    /// <returns>The same services.</returns>
    /// <remarks>Calling it again with one name adds to the configuration, not a second pool.</remarks>
    public static IServiceCollection AddRedisGuard(this IServiceCollection services, string name, Action<RedisPoolOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        AddOptions(services, name, configure);
        if (services.Any(service => service.IsKeyedService && Equals(service.ServiceKey, name) && service.ServiceType == typeof(RedisPool)))
        {
            return services;
        }

        services.AddKeyedSingleton(name, static (provider, key) => Create(provider, (string)key!));
        services.TryAddKeyedSingleton<IConnectionMultiplexer>(
            name, static (provider, key) => provider.GetRequiredKeyedService<RedisPool>(key).Connection);
        services.AddSingleton<IHostedService>(provider => Lifetime(provider, name, provider.GetRequiredKeyedService<RedisPool>(name)));
        return services;
    }

    private static void AddOptions(IServiceCollection services, string name, Action<RedisPoolOptions>? configure)
    {
        var options = services.AddOptions<RedisPoolOptions>(name).ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisPoolOptions>, OptionsValidation>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<RedisPoolOptions>, OptionsNaming>());
    }

    private static RedisPool Create(IServiceProvider provider, string name) => new(
        provider.GetRequiredService<IOptionsMonitor<RedisPoolOptions>>().Get(name),
        provider.GetService<ILoggerFactory>(),
        provider.GetService<TimeProvider>(),
        "AddRedisGuard",
        line: 1,
        name.Length > 0 ? name : "default");

    private static PoolLifetime Lifetime(IServiceProvider provider, string name, RedisPool pool) => new(
        pool,
        provider.GetRequiredService<IOptionsMonitor<RedisPoolOptions>>().Get(name).AcquireTimeout,
        provider.GetService<TimeProvider>() ?? TimeProvider.System,
        provider.GetRequiredService<ILoggerFactory>());
}
