using System.Collections.Concurrent;
using RedisGuard.Pool.Configuration;
using StackExchange.Redis;

namespace RedisGuard.Pool;

/// <summary>The pools of the process: one for each configuration, and a word of warning where there are two.</summary>
/// <remarks>Nothing that isn't the pool's own runs inside its locks, the making of a pool included: a logger may ask for a pool.</remarks>
internal static class PoolRegistry
{
    // Keys hold passwords, as the pools do: they are compared, never printed.
    private static readonly ConcurrentDictionary<ConfigurationIdentity, Lazy<RedisPool>> Pools = new();

    // A text is parsed once: a fix may have put the call where a command is sent. The one without a text is the environment's.
    private static readonly ConcurrentDictionary<string, RedisPool> ByText = new(StringComparer.Ordinal);
    private static volatile RedisPool? s_shared;

    // Until they are closed. A pool that was dropped instead keeps its connections open, and has to be seen.
    private static readonly List<RedisPool> Living = [];
    private static readonly HashSet<(string Name, RedisCallSite First, RedisCallSite Second)> Told = [];
    private static volatile RedisPool[] s_living = [];

    /// <summary>Every living pool.</summary>
    public static IReadOnlyList<RedisPool> All => s_living;

    public static RedisPool Shared()
    {
        if (s_shared is { } known)
        {
            return known;
        }

        var options = new RedisPoolOptions();
        var pool = For(options, options.Resolve(), default);
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

    /// <summary>Adds a pool that is complete. The living one of the same name, end points and host that it wasn't told about before, if any.</summary>
    public static RedisPool? Add(RedisPool pool)
    {
        lock (Living)
        {
            var first = Living.Find(other => other.IsTwinOf(pool));
            Living.Add(pool);
            s_living = [.. Living];

            // A pool for each request would be a warning for each request.
            return first is not null && Told.Add((pool.WantedName, first.Site, pool.Site)) ? first : null;
        }
    }

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
            s_living = [.. Living];
            s_shared = s_shared == pool ? null : s_shared;
            foreach (var entry in ByText.Where(entry => entry.Value == pool))
            {
                ByText.TryRemove(entry);
            }
        }
    }

    // One that was closed meanwhile must not come back.
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
            return RedisPool.OfProcess(options, configuration.LoggerFactory, site);
        }));
        RedisPool pool;
        try
        {
            pool = lazy.Value;
        }
        catch
        {
            // A Lazy keeps its exception for ever; the next call shall try again.
            Pools.TryRemove(new KeyValuePair<ConfigurationIdentity, Lazy<RedisPool>>(key, lazy));
            throw;
        }

        // Outside the Lazy's lock: somebody else's logger hears of it.
        pool.Announce();
        return pool;
    }
}
