// Racing callers leak a connection.
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Caching.Memory;
using StackExchange.Redis;

namespace RG1006.GetOrAdd.Before
{
    public class TenantConnections
    {
        private readonly ConcurrentDictionary<string, IConnectionMultiplexer> _byTenant = new(StringComparer.OrdinalIgnoreCase);

        public IDatabase For(string tenant)
            => _byTenant.GetOrAdd(tenant, name => ConnectionMultiplexer.Connect($"{name}.cache:6379")).GetDatabase(); // expect: RG1006
    }
}

namespace RG1006.GetOrAdd.After
{
    public class TenantConnections
    {
        private readonly ConcurrentDictionary<string, Lazy<ConnectionMultiplexer>> _byTenant = new(StringComparer.OrdinalIgnoreCase);

        public IDatabase For(string tenant)
            => _byTenant.GetOrAdd(tenant, name => new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect($"{name}.cache:6379"))).Value.GetDatabase();
    }
}

namespace RG1006.CachedTask.Before
{
    public static class Connections
    {
        private static readonly ConcurrentDictionary<string, Task<ConnectionMultiplexer>> Open = new();

        public static Task<ConnectionMultiplexer> GetAsync(string configuration)
            => Open.GetOrAdd(configuration, key => ConnectionMultiplexer.ConnectAsync(key)); // expect: RG1006
    }
}

namespace RG1006.CachedTask.After
{
    public static class Connections
    {
        private static readonly ConcurrentDictionary<string, Lazy<Task<ConnectionMultiplexer>>> Open = new();

        public static Task<ConnectionMultiplexer> GetAsync(string configuration)
            => Open.GetOrAdd(configuration, key => new Lazy<Task<ConnectionMultiplexer>>(() => ConnectionMultiplexer.ConnectAsync(key))).Value;
    }
}

namespace RG1006.CheckThenConnect.Before
{
    public class Cache : IDisposable
    {
        private ConnectionMultiplexer? _redis;

        public string? Get(string key)
        {
            if (_redis == null)
            {
                _redis = ConnectionMultiplexer.Connect("localhost"); // expect: RG1006
            }

            return _redis.GetDatabase().StringGet(key);
        }

        public void Dispose() => _redis?.Dispose();
    }
}

namespace RG1006.CheckThenConnect.After
{
    public class Cache : IDisposable
    {
        private readonly object _sync = new();
        private ConnectionMultiplexer? _redis;

        public string? Get(string key)
        {
            if (_redis == null)
            {
                lock (_sync)
                {
                    if (_redis == null)
                    {
                        _redis = ConnectionMultiplexer.Connect("localhost");
                    }
                }
            }

            return _redis.GetDatabase().StringGet(key);
        }

        public void Dispose() => _redis?.Dispose();
    }
}

namespace RG1006.Coalesce.Before
{
    public sealed class Distributed : IAsyncDisposable
    {
        private IConnectionMultiplexer? _connection;

        public async ValueTask<IDatabase> GetDatabaseAsync()
        {
            _connection ??= await ConnectionMultiplexer.ConnectAsync("localhost"); // expect: RG1006
            return _connection.GetDatabase();
        }

        public async ValueTask DisposeAsync()
        {
            if (_connection is { } connection)
            {
                await connection.CloseAsync();
                connection.Dispose();
            }
        }
    }
}

namespace RG1006.Coalesce.After
{
    public sealed class Distributed : IAsyncDisposable
    {
        private readonly SemaphoreSlim _gate = new(1, 1);
        private IConnectionMultiplexer? _connection;

        public async ValueTask<IDatabase> GetDatabaseAsync()
        {
            if (_connection is null)
            {
                await _gate.WaitAsync();
                try
                {
                    _connection ??= await ConnectionMultiplexer.ConnectAsync("localhost");
                }
                finally
                {
                    _gate.Release();
                }
            }

            return _connection.GetDatabase();
        }

        public async ValueTask DisposeAsync()
        {
            _gate.Dispose();
            if (_connection is { } connection)
            {
                await connection.CloseAsync();
                connection.Dispose();
            }
        }
    }
}

namespace RG1006.PublicationOnly.Before
{
    public static class Redis
    {
        private static readonly Lazy<ConnectionMultiplexer> Connection =
            new(() => ConnectionMultiplexer.Connect("localhost"), LazyThreadSafetyMode.PublicationOnly); // expect: RG1006

        public static IDatabase Database => Connection.Value.GetDatabase();
    }
}

namespace RG1006.PublicationOnly.After
{
    public static class Redis
    {
        private static readonly Lazy<ConnectionMultiplexer> Connection =
            new(() => ConnectionMultiplexer.Connect("localhost"), LazyThreadSafetyMode.ExecutionAndPublication);

        public static IDatabase Database => Connection.Value.GetDatabase();
    }
}

namespace RG1006.EnsureInitialized.Before
{
    public class Scores
    {
        private static ConnectionMultiplexer? s_connection;

        public long Rank(string player)
            => LazyInitializer.EnsureInitialized(ref s_connection, () => ConnectionMultiplexer.Connect("scores")).GetDatabase().SortedSetRank("scores", player) ?? -1; // expect: RG1006
    }
}

namespace RG1006.EnsureInitialized.After
{
    public class Scores
    {
        private static ConnectionMultiplexer? s_connection;
        private static object? s_lock;
        private static bool s_ready;

        public long Rank(string player)
            => LazyInitializer.EnsureInitialized(ref s_connection, ref s_ready, ref s_lock, () => ConnectionMultiplexer.Connect("scores"))!
                .GetDatabase().SortedSetRank("scores", player) ?? -1;
    }
}

namespace RG1006.MemoryCache.Before
{
    public class Regional(IMemoryCache cache)
    {
        public async Task<IDatabase> GetAsync(string region)
        {
            var connection = await cache.GetOrCreateAsync(region, async entry =>
            {
                entry.Priority = CacheItemPriority.NeverRemove;
                return await ConnectionMultiplexer.ConnectAsync(region + ".redis"); // expect: RG1006
            });
            return connection!.GetDatabase();
        }
    }
}

namespace RG1006.MemoryCache.After
{
    public class Regional(IMemoryCache cache)
    {
        public async Task<IDatabase> GetAsync(string region)
        {
            var connection = cache.GetOrCreate(region, entry =>
            {
                entry.Priority = CacheItemPriority.NeverRemove;
                return new Lazy<Task<ConnectionMultiplexer>>(() => ConnectionMultiplexer.ConnectAsync(region + ".redis"));
            });
            return (await connection!.Value).GetDatabase();
        }
    }
}

namespace RG1006.TryGetValue.Before
{
    public static class Pool
    {
        private static readonly ConcurrentDictionary<int, ConnectionMultiplexer> ByDatabase = new();

        public static ConnectionMultiplexer Get(int database)
        {
            if (ByDatabase.TryGetValue(database, out var known))
            {
                return known;
            }

            var fresh = ConnectionMultiplexer.Connect($"localhost,defaultDatabase={database}"); // expect: RG1006
            return ByDatabase.GetOrAdd(database, fresh);
        }
    }
}

namespace RG1006.TryGetValue.After
{
    public static class Pool
    {
        private static readonly Dictionary<int, ConnectionMultiplexer> ByDatabase = new();

        public static ConnectionMultiplexer Get(int database)
        {
            lock (ByDatabase)
            {
                if (!ByDatabase.TryGetValue(database, out var known))
                {
                    known = ConnectionMultiplexer.Connect($"localhost,defaultDatabase={database}");
                    ByDatabase.Add(database, known);
                }

                return known;
            }
        }
    }
}
