using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Configuration;
using RedisGuard.Pool.Telemetry;
using StackExchange.Redis;

namespace RedisGuard.Pool;

/// <summary>The pools of the process: one for each configuration, and a word of warning where there are two.</summary>
internal static class PoolRegistry
{
    private static readonly ConcurrentDictionary<ConfigurationIdentity, Lazy<RedisPool>> Pools = new();

    // A text is parsed once: a fix may have put the call where a command is sent. The one without a text is the environment's.
    private static readonly ConcurrentDictionary<string, RedisPool> ByText = new(StringComparer.Ordinal);
    private static volatile RedisPool? s_shared;

    // Until they are disposed. A pool that was dropped instead keeps its connections open, and has to be seen.
    private static readonly List<RedisPool> Living = [];
    private static readonly HashSet<(string Name, RedisCallSite First, RedisCallSite Second)> Told = [];

    public static RedisPool Shared()
    {
        if (s_shared is { } known)
        {
            return known;
        }

        var options = new RedisPoolOptions();
        var pool = For(options, RedisConfiguration.Parse(options.Configuration, nameof(options.Configuration)), default);
        return Remember(pool, static pool => s_shared = pool);
    }

    public static RedisPool For(string text, RedisCallSite site)
    {
        // The closure is the other method's, so that asking again allocates nothing.
        return ByText.TryGetValue(text, out var known) ? known : ForNewText(text, site);

        static RedisPool ForNewText(string text, RedisCallSite site) =>
            Remember(For(RedisConfiguration.Parse(text, "configuration"), site), pool => ByText[text] = pool);
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
            Living.Remove(pool);
            s_shared = s_shared == pool ? null : s_shared;
            foreach (var entry in ByText.Where(entry => entry.Value == pool))
            {
                ByText.TryRemove(entry);
            }
        }
    }

    /// <summary>Warns when another living pool has the same endpoints and name: each has a limit of its own, and the server sees both.</summary>
    public static void Announce(RedisPool pool, ILogger logger)
    {
        lock (Living)
        {
            // A pool for each request would be a warning for each request.
            if (Living.Find(other => other.Name == pool.Name && other.EndPoints == pool.EndPoints) is { } first
                && Told.Add((pool.Name, first.Site, pool.Site)))
            {
                PoolLog.SecondPool(logger, pool.Name, pool.EndPoints, first.Site, pool.Site);
            }

            Living.Add(pool);
        }
    }

    /// <summary>A look at every living pool.</summary>
    public static IReadOnlyList<RedisPoolSnapshot> Snapshots()
    {
        RedisPool[] pools;
        lock (Living)
        {
            pools = [.. Living];
        }

        return Array.ConvertAll(pools, static pool => pool.GetSnapshot());
    }

    // One that was disposed meanwhile must not come back.
    private static RedisPool Remember(RedisPool pool, Action<RedisPool> remember)
    {
        lock (Living)
        {
            if (Living.Contains(pool))
            {
                remember(pool);
            }
        }

        return pool;
    }

    private static RedisPool For(RedisPoolOptions options, ConfigurationOptions configuration, RedisCallSite site)
    {
        var key = new ConfigurationIdentity(configuration);

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
            Pools.TryRemove(new KeyValuePair<ConfigurationIdentity, Lazy<RedisPool>>(key, lazy));
            throw;
        }
    }
}
