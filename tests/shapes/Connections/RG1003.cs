// Owner does not close its connection: a type opens one into an instance member, and nothing of it closes it.
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace RG1003.Initialiser.Before
{
    public class TokenStore
    {
        private readonly ConnectionMultiplexer _redis = ConnectionMultiplexer.Connect("tokens:6379"); // expect: RG1003

        public bool IsRevoked(string token) => _redis.GetDatabase().SetContains("revoked", token);
    }
}

namespace RG1003.Initialiser.After
{
    public sealed class TokenStore : IDisposable
    {
        private readonly ConnectionMultiplexer _redis = ConnectionMultiplexer.Connect("tokens:6379");

        public bool IsRevoked(string token) => _redis.GetDatabase().SetContains("revoked", token);

        public void Dispose() => _redis.Dispose();
    }
}

namespace RG1003.ForgottenField.Before
{
    public sealed class LeaderElection : IDisposable
    {
        private readonly IConnectionMultiplexer _connection;
        private readonly Timer _renewal;
        private readonly CancellationTokenSource _stopping = new();

        public LeaderElection(string configuration)
        {
            _connection = ConnectionMultiplexer.Connect(configuration); // expect: RG1003
            _renewal = new Timer(_ => Renew(), null, 0, 1000);
        }

        private void Renew()
        {
            if (!_stopping.IsCancellationRequested)
            {
                _connection.GetDatabase().KeyExpire("leader", TimeSpan.FromSeconds(10));
            }
        }

        public void Dispose()
        {
            _stopping.Cancel();
            _renewal.Dispose();
            _stopping.Dispose();
        }
    }
}

namespace RG1003.ForgottenField.After
{
    public sealed class LeaderElection : IDisposable
    {
        private readonly IConnectionMultiplexer _connection;
        private readonly Timer _renewal;
        private readonly CancellationTokenSource _stopping = new();

        public LeaderElection(string configuration)
        {
            _connection = ConnectionMultiplexer.Connect(configuration);
            _renewal = new Timer(_ => Renew(), null, 0, 1000);
        }

        private void Renew()
        {
            if (!_stopping.IsCancellationRequested)
            {
                _connection.GetDatabase().KeyExpire("leader", TimeSpan.FromSeconds(10));
            }
        }

        public void Dispose()
        {
            _stopping.Cancel();
            _renewal.Dispose();
            _stopping.Dispose();
            _connection.Dispose();
        }
    }
}

namespace RG1003.OneOfTwo.Before
{
    public sealed class Mirror : IAsyncDisposable
    {
        private ConnectionMultiplexer? _source;
        private ConnectionMultiplexer? _target;

        public async Task OpenAsync(string source, string target)
        {
            _source = await ConnectionMultiplexer.ConnectAsync(source);
            _target = await ConnectionMultiplexer.ConnectAsync(target); // expect: RG1003
        }

        public async Task CopyAsync(string key)
            => await _target!.GetDatabase().StringSetAsync(key, await _source!.GetDatabase().StringGetAsync(key));

        public async ValueTask DisposeAsync()
        {
            if (_source is not null)
            {
                await _source.DisposeAsync();
            }

            _target = null;
        }
    }
}

namespace RG1003.OneOfTwo.After
{
    public sealed class Mirror : IAsyncDisposable
    {
        private ConnectionMultiplexer? _source;
        private ConnectionMultiplexer? _target;

        public async Task OpenAsync(string source, string target)
        {
            _source = await ConnectionMultiplexer.ConnectAsync(source);
            _target = await ConnectionMultiplexer.ConnectAsync(target);
        }

        public async Task CopyAsync(string key)
            => await _target!.GetDatabase().StringSetAsync(key, await _source!.GetDatabase().StringGetAsync(key));

        public async ValueTask DisposeAsync()
        {
            foreach (var connection in new[] { _source, _target })
            {
                if (connection is not null)
                {
                    await connection.DisposeAsync();
                }
            }
        }
    }
}

namespace RG1003.LazyField.Before
{
    public sealed class FeatureFlags : IDisposable
    {
        private readonly Lazy<ConnectionMultiplexer> _connection;
        private readonly SemaphoreSlim _refresh = new(1);

        public FeatureFlags(IConfiguration configuration)
            => _connection = new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(configuration["Flags"]!)); // expect: RG1003

        public bool IsOn(string flag) => _connection.Value.GetDatabase().HashExists("flags", flag);

        public void Dispose() => _refresh.Dispose();
    }
}

namespace RG1003.LazyField.After
{
    public sealed class FeatureFlags : IDisposable
    {
        private readonly Lazy<ConnectionMultiplexer> _connection;
        private readonly SemaphoreSlim _refresh = new(1);

        public FeatureFlags(IConfiguration configuration)
            => _connection = new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(configuration["Flags"]!));

        public bool IsOn(string flag) => _connection.Value.GetDatabase().HashExists("flags", flag);

        public void Dispose()
        {
            _refresh.Dispose();
            if (_connection is { IsValueCreated: true, Value: var connection })
            {
                connection.Dispose();
            }
        }
    }
}

namespace RG1003.AutoProperty.Before
{
    public class RedisContext
    {
        public RedisContext(string host, int database)
        {
            Connection = ConnectionMultiplexer.Connect($"{host},defaultDatabase={database}"); // expect: RG1003
            Database = Connection.GetDatabase();
        }

        public IConnectionMultiplexer Connection { get; }

        public IDatabase Database { get; }
    }
}

namespace RG1003.AutoProperty.After
{
    public sealed class RedisContext : IDisposable
    {
        public RedisContext(string host, int database)
        {
            Connection = ConnectionMultiplexer.Connect($"{host},defaultDatabase={database}");
            Database = Connection.GetDatabase();
        }

        public IConnectionMultiplexer Connection { get; }

        public IDatabase Database { get; }

        public void Dispose() => Connection.Dispose();
    }
}

namespace RG1003.Scoped.Before
{
    public interface IOrderCache
    {
        string? Get(string id);
    }

    public class OrderCache : IOrderCache
    {
        private readonly ConnectionMultiplexer _multiplexer;

        public OrderCache(IConfiguration configuration)
        {
            var options = ConfigurationOptions.Parse(configuration.GetConnectionString("Redis")!);
            _multiplexer = ConnectionMultiplexer.Connect(options); // expect: RG1001
        }

        public string? Get(string id) => _multiplexer.GetDatabase().StringGet(id);
    }

    public static class Registration
    {
        public static IServiceCollection AddOrders(this IServiceCollection services) => services.AddScoped<IOrderCache, OrderCache>();
    }
}

namespace RG1003.Scoped.After
{
    public interface IOrderCache
    {
        string? Get(string id);
    }

    public class OrderCache(IConnectionMultiplexer multiplexer) : IOrderCache
    {
        public string? Get(string id) => multiplexer.GetDatabase().StringGet(id);
    }

    public static class Registration
    {
        public static IServiceCollection AddOrders(this IServiceCollection services, IConfiguration configuration)
        {
            services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(configuration.GetConnectionString("Redis")!));
            return services.AddScoped<IOrderCache, OrderCache>();
        }
    }
}

namespace RG1003.PartialType.Before
{
    public sealed partial class Journal
    {
        private ConnectionMultiplexer _redis = null!;

        public async Task StartAsync(string configuration)
            => _redis = await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false); // expect: RG1003
    }

    public sealed partial class Journal : IDisposable
    {
        private readonly ReaderWriterLockSlim _lock = new();

        public void Append(string entry)
        {
            _lock.EnterReadLock();
            try
            {
                _redis.GetDatabase().StreamAdd("journal", "entry", entry);
            }
            finally
            {
                _lock.ExitReadLock();
            }
        }

        public void Dispose()
        {
            _lock.Dispose();
            GC.SuppressFinalize(this);
        }
    }
}

namespace RG1003.PartialType.After
{
    public sealed partial class Journal
    {
        private ConnectionMultiplexer? _redis;

        public async Task StartAsync(string configuration)
            => _redis = await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false);
    }

    public sealed partial class Journal : IDisposable
    {
        private readonly ReaderWriterLockSlim _lock = new();

        public void Append(string entry)
        {
            _lock.EnterReadLock();
            try
            {
                _redis!.GetDatabase().StreamAdd("journal", "entry", entry);
            }
            finally
            {
                _lock.ExitReadLock();
            }
        }

        public void Dispose()
        {
            _lock.Dispose();
            Interlocked.Exchange(ref _redis, null)?.Dispose();
            GC.SuppressFinalize(this);
        }
    }
}

namespace RG1003.Opened.Before
{
    public class Scheduler : IDisposable
    {
        private IConnectionMultiplexer? _redis;
        private IDatabase? _jobs;

        public Scheduler Open(string configuration)
        {
            _redis = Connect(configuration); // expect: RG1003
            _jobs = _redis.GetDatabase(3);
            return this;
        }

        public void Enqueue(string job) => _jobs?.ListLeftPush("jobs", job);

        protected virtual void Dispose(bool disposing)
        {
            if (disposing)
            {
                _jobs = null;
            }
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        private static IConnectionMultiplexer Connect(string configuration)
        {
            try
            {
                return ConnectionMultiplexer.Connect(configuration);
            }
            catch (RedisConnectionException exception)
            {
                throw new InvalidOperationException("Redis can't be reached.", exception);
            }
        }
    }
}

namespace RG1003.Opened.After
{
    public class Scheduler : IDisposable
    {
        private IConnectionMultiplexer? _redis;
        private IDatabase? _jobs;

        public Scheduler Open(string configuration)
        {
            _redis = Connect(configuration);
            _jobs = _redis.GetDatabase(3);
            return this;
        }

        public void Enqueue(string job) => _jobs?.ListLeftPush("jobs", job);

        protected virtual void Dispose(bool disposing)
        {
            if (disposing)
            {
                _jobs?.Multiplexer.Dispose();
            }
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        private static IConnectionMultiplexer Connect(string configuration)
        {
            try
            {
                return ConnectionMultiplexer.Connect(configuration);
            }
            catch (RedisConnectionException exception)
            {
                throw new InvalidOperationException("Redis can't be reached.", exception);
            }
        }
    }
}

namespace RG1003.Shards.Before
{
    public sealed class ShardedCache : IDisposable
    {
        private readonly ConnectionMultiplexer _first;
        private readonly ConnectionMultiplexer _second;
        private readonly ILogger<ShardedCache> _logger;

        public ShardedCache(string[] shards, ILogger<ShardedCache> logger)
        {
            (_first, _second) = (ConnectionMultiplexer.Connect(shards[0]), ConnectionMultiplexer.Connect(shards[1])); // expect: RG1003
            _logger = logger;
        }

        public string? Get(string key) => (key.Length % 2 == 0 ? _first : _second).GetDatabase().StringGet(key);

        public void Dispose()
        {
            _logger.LogInformation("closing");
            _first.Dispose();
        }
    }
}

namespace RG1003.Shards.After
{
    public sealed class ShardedCache : IDisposable
    {
        private readonly ConnectionMultiplexer[] _shards;
        private readonly ILogger<ShardedCache> _logger;

        public ShardedCache(string[] shards, ILogger<ShardedCache> logger)
        {
            _shards = Array.ConvertAll(shards, shard => ConnectionMultiplexer.Connect(shard));
            _logger = logger;
        }

        public string? Get(string key) => _shards[key.Length % _shards.Length].GetDatabase().StringGet(key);

        public void Dispose()
        {
            _logger.LogInformation("closing");
            Array.ForEach(_shards, shard => shard.Dispose());
        }
    }
}

namespace RG1003.TaskField.Before
{
    public class Lookup
    {
        private readonly Task<ConnectionMultiplexer> _connecting;

        public Lookup(string configuration) => _connecting = ConnectionMultiplexer.ConnectAsync(configuration); // expect: RG1003

        public async Task<string?> FindAsync(string key)
        {
            var connection = await _connecting.ConfigureAwait(false);
            return await connection.GetDatabase().StringGetAsync(key).ConfigureAwait(false);
        }
    }
}

namespace RG1003.TaskField.After
{
    public sealed class Lookup(string configuration) : IAsyncDisposable
    {
        private readonly Task<ConnectionMultiplexer> _connecting = ConnectionMultiplexer.ConnectAsync(configuration);

        public async Task<string?> FindAsync(string key)
        {
            var connection = await _connecting.ConfigureAwait(false);
            return await connection.GetDatabase().StringGetAsync(key).ConfigureAwait(false);
        }

        public async ValueTask DisposeAsync() => await (await _connecting.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
    }
}
