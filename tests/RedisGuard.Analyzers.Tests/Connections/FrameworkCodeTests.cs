using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>Code of the frameworks and of well-known packages, in shapes that a rule may take for a fault. No rule may say a word.</summary>
public class FrameworkCodeTests
{
    [Fact]
    public Task CacheOfTheFramework() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public class RedisCache : IDisposable
        {
            private readonly SemaphoreSlim _connectionLock = new SemaphoreSlim(initialCount: 1, maxCount: 1);
            private readonly ConfigurationOptions _options = new();
            private readonly Func<Task<IConnectionMultiplexer>>? _factory;
            private volatile IDatabase? _cache;
            private bool _disposed;

            public RedisCache(Func<Task<IConnectionMultiplexer>>? factory) => _factory = factory;

            private IDatabase Connect()
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                var cache = _cache;
                if (cache is not null)
                {
                    return cache;
                }

                _connectionLock.Wait();
                try
                {
                    cache = _cache;
                    if (cache is null)
                    {
                        IConnectionMultiplexer connection;
                        if (_factory is null)
                        {
                            connection = ConnectionMultiplexer.Connect(_options);
                        }
                        else
                        {
                            connection = _factory().GetAwaiter().GetResult();
                        }

                        PrepareConnection(connection);
                        cache = _cache = connection.GetDatabase();
                    }

                    return cache;
                }
                finally
                {
                    _connectionLock.Release();
                }
            }

            private static void PrepareConnection(IConnectionMultiplexer connection) => connection.RegisterProfiler(() => null!);

            public byte[]? Get(string key) => Connect().StringGet(key);

            public void Dispose()
            {
                if (_disposed)
                {
                    return;
                }

                _disposed = true;
                ReleaseConnection(Interlocked.Exchange(ref _cache, null));
            }

            private static void ReleaseConnection(IDatabase? cache)
            {
                var connection = cache?.Multiplexer;
                if (connection is not null)
                {
                    try
                    {
                        connection.Close();
                        connection.Dispose();
                    }
                    catch (Exception ex)
                    {
                        System.Diagnostics.Debug.WriteLine(ex);
                    }
                }
            }
        }
        """);

    [Fact]
    public Task HubLifetimeManagerOfTheFramework() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public sealed class HubLifetimeManager : IDisposable
        {
            private readonly SemaphoreSlim _connectionLock = new(1);
            private readonly Func<TextWriter, Task<IConnectionMultiplexer>>? _connectionFactory;
            private IConnectionMultiplexer? _redisServerConnection;
            private ISubscriber? _bus;

            public HubLifetimeManager(Func<TextWriter, Task<IConnectionMultiplexer>>? connectionFactory)
            {
                _connectionFactory = connectionFactory;
                _ = EnsureRedisServerConnection();
            }

            private async Task EnsureRedisServerConnection()
            {
                if (_redisServerConnection == null)
                {
                    await _connectionLock.WaitAsync();
                    try
                    {
                        if (_redisServerConnection == null)
                        {
                            using var writer = new StringWriter();
                            _redisServerConnection = await ConnectAsync(writer);
                            _bus = _redisServerConnection.GetSubscriber();
                            _redisServerConnection.ConnectionRestored += (_, e) => Console.WriteLine(e.EndPoint);
                        }
                    }
                    finally
                    {
                        _connectionLock.Release();
                    }
                }
            }

            private async Task<IConnectionMultiplexer> ConnectAsync(TextWriter log)
            {
                if (_connectionFactory == null)
                {
                    var options = new ConfigurationOptions { AbortOnConnectFail = false };
                    options.EndPoints.Add(System.Net.IPAddress.Loopback, 0);
                    options.SetDefaultPorts();
                    return await ConnectionMultiplexer.ConnectAsync(options, log);
                }

                return await _connectionFactory(log);
            }

            public void Dispose()
            {
                _bus?.UnsubscribeAll();
                _redisServerConnection?.Dispose();
            }
        }
        """);

    [Fact]
    public Task DistributedLockPackage() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public sealed class RedLock : IAsyncDisposable
        {
            private readonly IReadOnlyCollection<RedisConnection> _connections;

            private RedLock(IReadOnlyCollection<RedisConnection> connections) => _connections = connections;

            public static RedLock Create(IList<string> endPoints)
            {
                var connections = new List<RedisConnection>(endPoints.Count);
                foreach (var endPoint in endPoints)
                {
                    var options = new ConfigurationOptions { AbortOnConnectFail = false, EndPoints = { endPoint } };
                    var redisConnection = new RedisConnection
                    {
                        ConnectionMultiplexer = StackExchange.Redis.ConnectionMultiplexer.Connect(options),
                        RedisDatabase = -1,
                    };
                    redisConnection.ConnectionMultiplexer.ConnectionFailed += (_, _) => Console.WriteLine("failed");
                    connections.Add(redisConnection);
                }

                return new RedLock(connections);
            }

            public async ValueTask DisposeAsync()
            {
                foreach (var connection in _connections)
                {
                    await connection.ConnectionMultiplexer!.DisposeAsync();
                }
            }

            internal sealed class RedisConnection
            {
                public IConnectionMultiplexer? ConnectionMultiplexer { get; set; }
                public int RedisDatabase { get; set; }
            }
        }
        """);

    [Fact]
    public Task HealthCheckOfXabaril() => AllRules.VerifyAsync("""
        using System.Collections.Concurrent;
        using Microsoft.Extensions.Diagnostics.HealthChecks;
        using StackExchange.Redis;

        public class RedisHealthCheck : IHealthCheck
        {
            private static readonly ConcurrentDictionary<string, IConnectionMultiplexer> _connections = new();
            private readonly string _connectionString = "localhost";

            public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
            {
                if (!_connections.TryGetValue(_connectionString, out var connection))
                {
                    connection = await ConnectionMultiplexer.ConnectAsync(_connectionString);
                    if (!_connections.TryAdd(_connectionString, connection))
                    {
                        connection.Dispose();
                        connection = _connections[_connectionString];
                    }
                }

                await connection.GetDatabase().PingAsync();
                return HealthCheckResult.Healthy();
            }
        }
        """);

    [Fact]
    public Task ModuleAndContainerOfOthers() => AllRules.VerifyAsync(
        """
        using Autofac;
        using StackExchange.Redis;

        public class RedisModule : Module
        {
            protected override void Load(ContainerBuilder builder)
            {
                builder.Register(c => ConnectionMultiplexer.Connect("localhost")).As<IConnectionMultiplexer>().SingleInstance();
                builder.RegisterInstance(ConnectionMultiplexer.Connect("localhost")).As<IConnectionMultiplexer>();
                builder.Register(c => c.Resolve<IConnectionMultiplexer>().GetDatabase()).InstancePerLifetimeScope();
            }
        }
        """,
        new() { Broken = true });

    [Fact]
    public Task Orleans_GrainStorageParticipant() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public interface ILifecycle { void Subscribe(string name, int stage, Func<CancellationToken, Task> onStart, Func<CancellationToken, Task> onStop); }

        public class RedisGrainStorage
        {
            private IConnectionMultiplexer _connection = null!;
            private IDatabase _db = null!;

            public void Participate(ILifecycle lifecycle) => lifecycle.Subscribe(nameof(RedisGrainStorage), 1, Init, Close);

            private async Task Init(CancellationToken cancellationToken)
            {
                _connection = await ConnectionMultiplexer.ConnectAsync("localhost").ConfigureAwait(false);
                _db = _connection.GetDatabase();
            }

            private async Task Close(CancellationToken cancellationToken)
            {
                if (_connection is null)
                {
                    return;
                }

                await _connection.CloseAsync().ConfigureAwait(false);
                _connection.Dispose();
            }

            public bool IsOpen => _db.Multiplexer.IsConnected;
        }
        """);
}
