using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Configuration;
using RedisGuard.Pool.Telemetry;
using StackExchange.Redis;

namespace RedisGuard.Pool;

/// <summary>The pools of the process: one for each configuration, and a word of warning where there are two.</summary>
internal static class PoolRegistry
{
    // Keys hold passwords, as the pools do: they are compared, never printed.
    private static readonly ConcurrentDictionary<string, Lazy<RedisPool>> Pools = new(StringComparer.Ordinal);
    private static readonly List<WeakReference<RedisPool>> Living = [];

    public static RedisPool Shared(RedisCallSite site)
    {
        var options = new RedisPoolOptions();
        return For(options, RedisConfiguration.Parse(options.Configuration, nameof(options.Configuration)), site);
    }

    public static RedisPool For(ConfigurationOptions configuration, RedisCallSite site) =>
        For(new RedisPoolOptions(), configuration, site);

    public static void Forget(RedisPool pool)
    {
        foreach (var entry in Pools)
        {
            if (entry.Value.IsValueCreated && ReferenceEquals(entry.Value.Value, pool))
            {
                Pools.TryRemove(entry);
            }
        }

        lock (Living)
        {
            Living.RemoveAll(living => !living.TryGetTarget(out var other) || ReferenceEquals(other, pool));
        }
    }

    /// <summary>Warns when another living pool has the same endpoints and name: each has a limit of its own, and the server sees both.</summary>
    public static void Announce(RedisPool pool, ILogger logger)
    {
        lock (Living)
        {
            foreach (var living in Living)
            {
                if (living.TryGetTarget(out var other) && other.Name == pool.Name && other.EndPoints == pool.EndPoints)
                {
                    PoolLog.SecondPool(logger, pool.Name, pool.EndPoints, other.Site, pool.Site);
                    break;
                }
            }

            Living.Add(new WeakReference<RedisPool>(pool));
        }
    }

    /// <summary>A look at every living pool.</summary>
    public static IReadOnlyList<RedisPoolSnapshot> Snapshots()
    {
        RedisPool[] pools;
        lock (Living)
        {
            pools = [.. Living.Select(static living => living.TryGetTarget(out var pool) ? pool : null).OfType<RedisPool>()];
        }

        return Array.ConvertAll(pools, static pool => pool.GetSnapshot());
    }

    private static RedisPool For(RedisPoolOptions options, ConfigurationOptions configuration, RedisCallSite site)
    {
        var key = RedisConfiguration.Identity(configuration);

        // Lazy, because GetOrAdd may run its factory for several racing callers, and each would be a pool of its own.
        var lazy = Pools.GetOrAdd(key, _ => new Lazy<RedisPool>(() =>
        {
            options.ConfigurationOptions = configuration;
            return new RedisPool(options, configuration.LoggerFactory, timeProvider: null, site.FilePath, site.Line, site.Member);
        }));
        try
        {
            return lazy.Value;
        }
        catch
        {
            // A Lazy keeps its exception for ever; the next call shall try again.
            Pools.TryRemove(new KeyValuePair<string, Lazy<RedisPool>>(key, lazy));
            throw;
        }
    }
}
