// Connection replaced without closing the old one.
using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace RG1004.Reconnect.Before
{
    public sealed class Bus : IDisposable
    {
        private readonly object _gate = new();
        private ConnectionMultiplexer? _connection;

        public IDatabase Database
        {
            get
            {
                lock (_gate)
                {
                    if (_connection is null || !_connection.IsConnected)
                    {
                        _connection = ConnectionMultiplexer.Connect("bus"); // expect: RG1004
                    }

                    return _connection.GetDatabase();
                }
            }
        }

        public void Dispose() => _connection?.Dispose();
    }
}

namespace RG1004.Reconnect.After
{
    public sealed class Bus : IDisposable
    {
        private readonly object _gate = new();
        private ConnectionMultiplexer? _connection;

        public IDatabase Database
        {
            get
            {
                lock (_gate)
                {
                    _connection ??= ConnectionMultiplexer.Connect("bus");
                    return _connection.GetDatabase();
                }
            }
        }

        public void Dispose() => _connection?.Dispose();
    }
}

namespace RG1004.Static.Before
{
    public static class RedisManager
    {
        private static readonly SemaphoreSlim Gate = new(1, 1);
        private static IConnectionMultiplexer? s_redis;

        public static async Task<IDatabase> GetDatabaseAsync()
        {
            if (s_redis?.IsConnected == true)
            {
                return s_redis.GetDatabase();
            }

            await Gate.WaitAsync();
            try
            {
                s_redis = await ConnectionMultiplexer.ConnectAsync("localhost"); // expect: RG1004
                return s_redis.GetDatabase();
            }
            finally
            {
                Gate.Release();
            }
        }
    }
}

namespace RG1004.Static.After
{
    public static class RedisManager
    {
        private static readonly SemaphoreSlim Gate = new(1, 1);
        private static IConnectionMultiplexer? s_redis;

        public static async Task<IDatabase> GetDatabaseAsync()
        {
            if (s_redis is { } ready)
            {
                return ready.GetDatabase();
            }

            await Gate.WaitAsync();
            try
            {
                s_redis ??= await ConnectionMultiplexer.ConnectAsync("localhost");
                return s_redis.GetDatabase();
            }
            finally
            {
                Gate.Release();
            }
        }
    }
}

namespace RG1004.Catch.Before
{
    public sealed class Writer(ILogger<Writer> logger) : IDisposable
    {
        private ConnectionMultiplexer _redis = ConnectionMultiplexer.Connect("primary");

        public void Write(string key, string value)
        {
            try
            {
                _redis.GetDatabase().StringSet(key, value);
            }
            catch (RedisConnectionException exception)
            {
                logger.LogWarning(exception, "connecting again");
                _redis = ConnectionMultiplexer.Connect("primary"); // expect: RG1004
                _redis.GetDatabase().StringSet(key, value);
            }
        }

        public void Dispose() => _redis.Dispose();
    }
}

namespace RG1004.Catch.After
{
    public sealed class Writer(ILogger<Writer> logger) : IDisposable
    {
        private readonly ConnectionMultiplexer _redis = ConnectionMultiplexer.Connect("primary");

        public void Write(string key, string value)
        {
            try
            {
                _redis.GetDatabase().StringSet(key, value);
            }
            catch (RedisConnectionException exception)
            {
                logger.LogWarning(exception, "trying again on the connection that reconnects by itself");
                _redis.GetDatabase().StringSet(key, value);
            }
        }

        public void Dispose() => _redis.Dispose();
    }
}

namespace RG1004.OptionsChange.Before
{
    public sealed class Settings : IDisposable
    {
        private ConnectionMultiplexer _redis;

        public Settings(string configuration) => _redis = ConnectionMultiplexer.Connect(configuration);

        public void OnChange(string configuration)
        {
            var fresh = ConnectionMultiplexer.Connect(configuration); // expect: RG1004
            fresh.GetDatabase().Ping();
            _redis = fresh;
        }

        public string? Read(string key) => _redis.GetDatabase().StringGet(key);

        public void Dispose() => _redis.Dispose();
    }
}

namespace RG1004.OptionsChange.After
{
    public sealed class Settings : IDisposable
    {
        private ConnectionMultiplexer _redis;

        public Settings(string configuration) => _redis = ConnectionMultiplexer.Connect(configuration);

        public void OnChange(string configuration)
        {
            var fresh = ConnectionMultiplexer.Connect(configuration);
            fresh.GetDatabase().Ping();
            var old = Interlocked.Exchange(ref _redis, fresh);
            old.Dispose();
        }

        public string? Read(string key) => _redis.GetDatabase().StringGet(key);

        public void Dispose() => _redis.Dispose();
    }
}

namespace RG1004.DroppedSwap.Before
{
    public static class Holder
    {
        private static ConnectionMultiplexer? s_current;

        public static void Reset(string configuration)
        {
            var fresh = ConnectionMultiplexer.Connect(configuration); // expect: RG1004
            Interlocked.Exchange(ref s_current, fresh);
        }

        public static void Start(string configuration) => s_current = ConnectionMultiplexer.Connect(configuration);

        public static bool Ready => Volatile.Read(ref s_current)?.IsConnected ?? false;
    }
}

namespace RG1004.DroppedSwap.After
{
    public static class Holder
    {
        private static ConnectionMultiplexer? s_current;

        public static void Reset(string configuration)
        {
            var fresh = ConnectionMultiplexer.Connect(configuration);
            Interlocked.Exchange(ref s_current, fresh)?.Dispose();
        }

        public static void Start(string configuration) => s_current = ConnectionMultiplexer.Connect(configuration);

        public static bool Ready => Volatile.Read(ref s_current)?.IsConnected ?? false;
    }
}

namespace RG1004.LazyReset.Before
{
    public static class Shared
    {
        private static Lazy<ConnectionMultiplexer> s_lazy = new(() => ConnectionMultiplexer.Connect("azure:6380,ssl=true"));

        public static ConnectionMultiplexer Connection => s_lazy.Value;

        public static void ForceReconnect()
            => s_lazy = new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect("azure:6380,ssl=true")); // expect: RG1004
    }
}

namespace RG1004.LazyReset.After
{
    public static class Shared
    {
        private static Lazy<ConnectionMultiplexer> s_lazy = Create();

        public static ConnectionMultiplexer Connection => s_lazy.Value;

        public static void ForceReconnect()
        {
            var old = Interlocked.Exchange(ref s_lazy, Create());
            if (old.IsValueCreated)
            {
                old.Value.Dispose();
            }
        }

        private static Lazy<ConnectionMultiplexer> Create() => new(() => ConnectionMultiplexer.Connect("azure:6380,ssl=true"));
    }
}
