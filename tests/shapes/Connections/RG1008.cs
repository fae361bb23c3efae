// Connection closed while still in use: what leaves the scope needs the connection that the scope closes.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Extensions.Configuration;
using StackExchange.Redis;

namespace RG1008.Database.Before
{
    public class Databases(IConfiguration configuration)
    {
        public IDatabase Open(int number)
        {
            using var connection = ConnectionMultiplexer.Connect(configuration["Redis"]!); // expect: RG1008
            return connection.GetDatabase(number);
        }
    }
}

namespace RG1008.Database.After
{
    public sealed class Databases(IConfiguration configuration) : IDisposable
    {
        private readonly ConnectionMultiplexer _connection = ConnectionMultiplexer.Connect(configuration["Redis"]!);

        public IDatabase Open(int number) => _connection.GetDatabase(number);

        public void Dispose() => _connection.Dispose();
    }
}

namespace RG1008.Pending.Before
{
    public class Writer
    {
        public Task<bool> WriteAsync(string key, string value)
        {
            using var redis = ConnectionMultiplexer.Connect("localhost"); // expect: RG1008
            var database = redis.GetDatabase();
            return database.StringSetAsync(key, value);
        }
    }
}

namespace RG1008.Pending.After
{
    public class Writer(IDatabase database)
    {
        public Task<bool> WriteAsync(string key, string value) => database.StringSetAsync(key, value);
    }
}

namespace RG1008.Subscription.Before
{
    public class Invalidation
    {
        public async Task WatchAsync(Action<string> evict)
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync("localhost"); // expect: RG1008
            await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("evict"), (_, key) => evict(key.ToString()));
        }
    }
}

namespace RG1008.Subscription.After
{
    public sealed class Invalidation : IAsyncDisposable
    {
        private ConnectionMultiplexer? _redis;

        public async Task StartAsync(Action<string> evict)
        {
            _redis = await ConnectionMultiplexer.ConnectAsync("localhost");
            await _redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("evict"), (_, key) => evict(key.ToString()));
        }

        public async ValueTask DisposeAsync()
        {
            if (_redis is not null)
            {
                await _redis.DisposeAsync();
            }
        }
    }
}

namespace RG1008.Stored.Before
{
    public class Catalog
    {
        private IDatabase? _database;

        public void Load(string configuration)
        {
            using (var connection = ConnectionMultiplexer.Connect(configuration)) // expect: RG1008
            {
                _database = connection.GetDatabase();
                _database.StringSet("loaded", 1);
            }
        }

        public string? Find(string key) => _database?.StringGet(key);
    }
}

namespace RG1008.Stored.After
{
    public sealed class Catalog : IDisposable
    {
        private ConnectionMultiplexer? _connection;

        public void Load(string configuration)
        {
            _connection = ConnectionMultiplexer.Connect(configuration);
            _connection.GetDatabase().StringSet("loaded", 1);
        }

        public string? Find(string key) => _connection?.GetDatabase().StringGet(key);

        public void Dispose() => _connection?.Dispose();
    }
}

namespace RG1008.Scan.Before
{
    public class Keys
    {
        public IEnumerable<RedisKey> Like(string pattern)
        {
            using var connection = ConnectionMultiplexer.Connect("localhost"); // expect: RG1008
            return connection.GetServer("localhost", 6379).Keys(pattern: pattern); // allow: RG4003
        }
    }
}

namespace RG1008.Scan.After
{
    public class Keys
    {
        public IEnumerable<RedisKey> Like(IConnectionMultiplexer connection, string pattern)
            => connection.GetServer("localhost", 6379).Keys(pattern: pattern); // allow: RG4003
    }
}

namespace RG1008.Finally.Before
{
    public static class Factory
    {
        public static async Task<IConnectionMultiplexer> CreateAsync(string configuration)
        {
            ConnectionMultiplexer? connection = null;
            try
            {
                connection = await ConnectionMultiplexer.ConnectAsync(configuration); // expect: RG1008
                await connection.GetDatabase().PingAsync();
                return connection;
            }
            finally
            {
                connection?.Dispose();
            }
        }
    }
}

namespace RG1008.Finally.After
{
    public static class Factory
    {
        public static async Task<IConnectionMultiplexer> CreateAsync(string configuration)
        {
            var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
            try
            {
                await connection.GetDatabase().PingAsync();
                return connection;
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        }
    }
}

namespace RG1008.Deferred.Before
{
    public class Readers
    {
        public Task<RedisValue[]> ReadAsync(string[] keys)
        {
            using var connection = ConnectionMultiplexer.Connect("localhost"); // expect: RG1008
            var database = connection.GetDatabase();
            return Task.WhenAll(keys.Select(key => database.StringGetAsync(key)));
        }

        public IEnumerable<string?> Read(string[] keys)
        {
            using var connection = ConnectionMultiplexer.Connect("localhost"); // expect: RG1008
            var database = connection.GetDatabase();
            return keys.Where(key => key.Length > 0).Select(key => (string?)database.StringGet(key));
        }

        public Task CountAsync()
        {
            using var connection = ConnectionMultiplexer.Connect("localhost"); // expect: RG1008
            return Task.Run(() => connection.GetDatabase().StringIncrement("count"));
        }
    }
}

namespace RG1008.Deferred.After
{
    public class Readers(IConnectionMultiplexer connection)
    {
        public Task<RedisValue[]> ReadAsync(string[] keys)
        {
            var database = connection.GetDatabase();
            return Task.WhenAll(keys.Select(key => database.StringGetAsync(key)));
        }

        public IEnumerable<string?> Read(string[] keys)
        {
            var database = connection.GetDatabase();
            return keys.Where(key => key.Length > 0).Select(key => (string?)database.StringGet(key));
        }

        public Task CountAsync() => Task.Run(() => connection.GetDatabase().StringIncrement("count"));
    }
}
