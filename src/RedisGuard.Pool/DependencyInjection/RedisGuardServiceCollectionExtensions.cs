using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RedisGuard.Pool;
using RedisGuard.Pool.DependencyInjection;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers pools.</summary>
/// <remarks>
/// Where Redis is, is taken from the first that says so: the options, by code or section; <c>ConnectionStrings:Redis</c> of the
/// host's configuration (<c>ConnectionStrings:{name}</c> for a pool with a name, as Aspire's <c>WithReference</c> states it),
/// <c>Redis:Configuration</c> (without a name), <c>REDIS_CONNECTION</c>. Nothing, in another environment than Development, stops
/// the host at start.
/// </remarks>
public static class RedisGuardServiceCollectionExtensions
{
    /// <summary>
    /// Registers a <see cref="RedisPool"/> and its shared <see cref="IConnectionMultiplexer"/> as singletons. The host
    /// connects it at start, validates its options before, and drains it after everything else has stopped.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="configure">Sets options; runs after what was bound with <c>services.Configure&lt;RedisPoolOptions&gt;(section)</c>.</param>
    /// <param name="filePath">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <returns>The same services.</returns>
    /// <remarks>Calling it again adds to the configuration, not a second pool.</remarks>
    public static IServiceCollection AddRedisGuard(
        this IServiceCollection services,
        Action<RedisPoolOptions>? configure = null,
        [CallerFilePath] string filePath = "",
        [CallerLineNumber] int line = 0,
        [CallerMemberName] string member = "") => Add(services, key: null, configure, new RedisCallSite(filePath, line, member));

    /// <inheritdoc cref="AddRedisGuard(IServiceCollection, Action{RedisPoolOptions}?, string, int, string)"/>
    /// <param name="services">Where to.</param>
    /// <param name="section">Holds options by their names; durations with a unit, such as <c>2s</c> or <c>00:00:02</c>.</param>
    /// <param name="configure">Sets options; runs after the section was read.</param>
    /// <param name="filePath">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    public static IServiceCollection AddRedisGuard(
        this IServiceCollection services,
        IConfiguration section,
        Action<RedisPoolOptions>? configure = null,
        [CallerFilePath] string filePath = "",
        [CallerLineNumber] int line = 0,
        [CallerMemberName] string member = "")
    {
        ArgumentNullException.ThrowIfNull(section);
        return Add(services, key: null, From(section, configure), new RedisCallSite(filePath, line, member));
    }

    /// <summary>
    /// Registers a pool beside others, as keyed services: <c>[FromKeyedServices("sessions")] RedisPool pool</c>.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="name">The key of the services, the name of the options, of the connection string, and of the pool.</param>
    /// <param name="configure">Sets options; runs after what was bound with <c>services.Configure&lt;RedisPoolOptions&gt;(name, section)</c>.</param>
    /// <param name="filePath">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <returns>The same services.</returns>
    /// <remarks>Calling it again with one name adds to the configuration, not a second pool.</remarks>
    public static IServiceCollection AddRedisGuard(
        this IServiceCollection services,
        string name,
        Action<RedisPoolOptions>? configure = null,
        [CallerFilePath] string filePath = "",
        [CallerLineNumber] int line = 0,
        [CallerMemberName] string member = "")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Add(services, name, configure, new RedisCallSite(filePath, line, member));
    }

    /// <inheritdoc cref="AddRedisGuard(IServiceCollection, string, Action{RedisPoolOptions}?, string, int, string)"/>
    /// <param name="services">Where to.</param>
    /// <param name="name">The key of the services, the name of the options, of the connection string, and of the pool.</param>
    /// <param name="section">Holds options by their names; durations with a unit, such as <c>2s</c> or <c>00:00:02</c>.</param>
    /// <param name="configure">Sets options; runs after the section was read.</param>
    /// <param name="filePath">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    public static IServiceCollection AddRedisGuard(
        this IServiceCollection services,
        string name,
        IConfiguration section,
        Action<RedisPoolOptions>? configure = null,
        [CallerFilePath] string filePath = "",
        [CallerLineNumber] int line = 0,
        [CallerMemberName] string member = "")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(section);
        return Add(services, name, From(section, configure), new RedisCallSite(filePath, line, member));
    }

    // Without a key for the pool without a name.
    private static IServiceCollection Add(IServiceCollection services, string? key, Action<RedisPoolOptions>? configure, RedisCallSite site)
    {
        ArgumentNullException.ThrowIfNull(services);
        var name = key ?? Options.Options.DefaultName;
        AddOptions(services, name, configure);
        if (services.Any(service => service.ServiceType == typeof(RedisPool) && Equals(service.IsKeyedService ? service.ServiceKey : null, key)))
        {
            return services;
        }

        if (key is null)
        {
            services.AddSingleton(provider => Create(provider, name, site));
            services.TryAddSingleton(static provider => PoolOf(provider, null).GetConnection());
        }
        else
        {
            services.AddKeyedSingleton(key, (provider, _) => Create(provider, name, site));
            services.TryAddKeyedSingleton(key, static (provider, own) => PoolOf(provider, own).GetConnection());
        }

        return services.AddSingleton<IHostedService>(provider => Lifetime(provider, name, PoolOf(provider, key)));
    }

    private static RedisPool PoolOf(IServiceProvider provider, object? key) =>
        key is null ? provider.GetRequiredService<RedisPool>() : provider.GetRequiredKeyedService<RedisPool>(key);

    private static Action<RedisPoolOptions> From(IConfiguration section, Action<RedisPoolOptions>? configure) => options =>
    {
        new SectionReader(section, options).Read();
        configure?.Invoke(options);
    };

    private static void AddOptions(IServiceCollection services, string name, Action<RedisPoolOptions>? configure)
    {
        var options = services.AddOptions<RedisPoolOptions>(name).ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddSingleton(static provider => new HostScope(provider.GetService<ILoggerFactory>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisPoolOptions>, OptionsValidation>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<RedisPoolOptions>, OptionsNaming>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<RedisPoolOptions>, ConfigurationSources>());
    }

    // The container's clock stays out of it: a test's would hold every deadline of the network for ever.
    private static RedisPool Create(IServiceProvider provider, string name, RedisCallSite site) => new(
        provider.GetRequiredService<IOptionsMonitor<RedisPoolOptions>>().Get(name),
        provider.GetService<ILoggerFactory>(),
        TimeProvider.System,
        opener: null,
        site,
        provider.GetRequiredService<HostScope>());

    private static PoolLifetime Lifetime(IServiceProvider provider, string name, RedisPool pool) => new(
        pool,
        provider.GetRequiredService<IOptionsMonitor<RedisPoolOptions>>().Get(name).AcquireTimeout,
        provider.GetRequiredService<ILoggerFactory>());
}
