using Microsoft.CodeAnalysis;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>Code as it is written in the wild, in shapes that a rule may take for a fault. No rule may say a word, unless marked.</summary>
public class RealCodeTests
{
    [Fact]
    public Task ForceReconnectOfTheAzureSamples() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public class RedisConnection : IDisposable
        {
            private long _lastReconnectTicks = DateTimeOffset.MinValue.UtcTicks;
            private DateTimeOffset _firstErrorTime = DateTimeOffset.MinValue;
            private readonly SemaphoreSlim _reconnectSemaphore = new SemaphoreSlim(initialCount: 1, maxCount: 1);
            private readonly string _connectionString;
            private ConnectionMultiplexer? _connection;
            private IDatabase? _database;

            private RedisConnection(string connectionString) => _connectionString = connectionString;

            public static async Task<RedisConnection> InitializeAsync(string connectionString)
            {
                var redisConnection = new RedisConnection(connectionString);
                await redisConnection.ForceReconnectAsync(initializing: true);
                return redisConnection;
            }

            public async Task<T> BasicRetryAsync<T>(Func<IDatabase, Task<T>> func)
            {
                while (true)
                {
                    try
                    {
                        return await func(_database!);
                    }
                    catch (Exception ex) when (ex is RedisConnectionException || ex is ObjectDisposedException)
                    {
                        await ForceReconnectAsync();
                    }
                }
            }

            private async Task ForceReconnectAsync(bool initializing = false)
            {
                long previousTicks = Interlocked.Read(ref _lastReconnectTicks);
                var previousReconnectTime = new DateTimeOffset(previousTicks, TimeSpan.Zero);
                if (DateTimeOffset.UtcNow - previousReconnectTime < TimeSpan.FromSeconds(60))
                {
                    return;
                }

                await _reconnectSemaphore.WaitAsync();
                try
                {
                    if (_connection != null)
                    {
                        try
                        {
                            await _connection.CloseAsync();
                        }
                        catch
                        {
                        }
                    }

                    Interlocked.Exchange(ref _connection, null);
                    ConnectionMultiplexer newConnection = await ConnectionMultiplexer.ConnectAsync(_connectionString);
                    Interlocked.Exchange(ref _connection, newConnection);
                    Interlocked.Exchange(ref _lastReconnectTicks, DateTimeOffset.UtcNow.UtcTicks);
                    IDatabase newDatabase = _connection.GetDatabase();
                    Interlocked.Exchange(ref _database, newDatabase);
                    _firstErrorTime = DateTimeOffset.MinValue;
                }
                finally
                {
                    _reconnectSemaphore.Release();
                }
            }

            public void Dispose()
            {
                try { _connection?.Dispose(); } catch { }
            }
        }
        """);

    [Fact]
    public Task LazyThatIsResetOfTheAzureSamples() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        static class Redis
        {
            private static Lazy<ConnectionMultiplexer> lazyConnection = CreateConnection();
            private static readonly object reconnectLock = new object();

            public static ConnectionMultiplexer Connection => lazyConnection.Value;

            private static Lazy<ConnectionMultiplexer> CreateConnection()
            {
                return new Lazy<ConnectionMultiplexer>(() =>
                {
                    string cacheConnection = Environment.GetEnvironmentVariable("CacheConnection")!;
                    return ConnectionMultiplexer.Connect(cacheConnection);
                });
            }

            private static void CloseConnection(Lazy<ConnectionMultiplexer> oldConnection)
            {
                if (oldConnection == null)
                {
                    return;
                }

                try
                {
                    oldConnection.Value.Close();
                }
                catch (Exception)
                {
                }
            }

            public static void ForceReconnect()
            {
                lock (reconnectLock)
                {
                    var oldConnection = lazyConnection;
                    CloseConnection(oldConnection);
                    lazyConnection = CreateConnection();
                }
            }
        }
        """);

    [Fact]
    public Task DoubleCheckedSingleton() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public sealed class RedisManager
        {
            private static readonly object _sync = new object();
            private static volatile ConnectionMultiplexer? _instance;

            public static ConnectionMultiplexer Instance
            {
                get
                {
                    if (_instance == null)
                    {
                        lock (_sync)
                        {
                            if (_instance == null)
                            {
                                _instance = GetManager();
                            }
                        }
                    }

                    return _instance;
                }
            }

            private static ConnectionMultiplexer GetManager(string? connectionString = null)
            {
                connectionString ??= "localhost";
                var connect = ConnectionMultiplexer.Connect(connectionString);
                connect.ConnectionFailed += MuxerConnectionFailed;
                connect.ConnectionRestored += MuxerConnectionRestored;
                connect.ErrorMessage += (sender, e) => Console.WriteLine(e.Message);
                connect.InternalError += delegate { };
                return connect;
            }

            private static void MuxerConnectionRestored(object? sender, ConnectionFailedEventArgs e) => Console.WriteLine(e.EndPoint);

            private static void MuxerConnectionFailed(object? sender, ConnectionFailedEventArgs e) => Console.WriteLine(e.EndPoint);
        }
        """);

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
    public Task ConnectionFailsOver_ToASecondServer() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public static class Connector
        {
            public static async Task<IConnectionMultiplexer> OpenAsync(string primary, string secondary)
            {
                IConnectionMultiplexer? connection = null;
                try
                {
                    connection = await ConnectionMultiplexer.ConnectAsync(primary);
                }
                catch (RedisConnectionException e)
                {
                    Console.WriteLine(e.Message);
                }

                if (connection is not null && connection.IsConnected)
                {
                    return connection;
                }

                if (connection is not null)
                {
                    await connection.DisposeAsync();
                }

                return await ConnectionMultiplexer.ConnectAsync(secondary);
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
    public Task CommandLineProgram() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        internal class Program
        {
            private static ConnectionMultiplexer? _redis;

            private static int Main(string[] args)
            {
                if (args.Length == 0)
                {
                    Console.Error.WriteLine("usage");
                    return 1;
                }

                _redis = ConnectionMultiplexer.Connect(args[0]);
                switch (args[1])
                {
                    case "seed":
                        Seed(args[0]);
                        break;
                    case "watch":
                        WatchAsync(args[0]).Wait();
                        break;
                }

                return 0;
            }

            private static void Seed(string configuration)
            {
                using (var redis = ConnectionMultiplexer.Connect(configuration))
                {
                    redis.GetDatabase().StringSet("k", "v");
                }
            }

            private static async Task WatchAsync(string configuration)
            {
                var redis = await ConnectionMultiplexer.ConnectAsync(configuration);
                var queue = await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("news"));
                await foreach (var message in queue)
                {
                    Console.WriteLine(message.Message);
                }
            }
        }
        """,
        new() { OutputKind = OutputKind.ConsoleApplication });

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

    [Fact]
    public Task BaseRepository_GivesADatabase() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public abstract class Repository<T>
        {
            private readonly Lazy<IConnectionMultiplexer> _lazy;

            protected Repository(Lazy<IConnectionMultiplexer> lazy) => _lazy = lazy;

            protected IDatabase Database => _lazy.Value.GetDatabase();

            public virtual async Task<RedisValue> FindAsync(string key)
            {
                var batch = Database.CreateBatch();
                var task = batch.StringGetAsync(key);
                batch.Execute();
                return await task;
            }
        }
        """);

    [Fact]
    public Task FactoryWithCleanUpOnError() => AllRules.VerifyAsync("""
        using StackExchange.Redis;

        public sealed class Session : IAsyncDisposable
        {
            private readonly IConnectionMultiplexer _connection;
            private readonly ISubscriber _subscriber;

            private Session(IConnectionMultiplexer connection)
            {
                _connection = connection;
                _subscriber = connection.GetSubscriber();
            }

            public static async Task<Session> OpenAsync(string configuration, CancellationToken token)
            {
                ConnectionMultiplexer? connection = null;
                try
                {
                    connection = await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false);
                    token.ThrowIfCancellationRequested();
                    var session = new Session(connection);
                    await session._subscriber.SubscribeAsync(RedisChannel.Literal("c"), (_, _) => { }).ConfigureAwait(false);
                    return session;
                }
                catch
                {
                    if (connection is not null)
                    {
                        await connection.DisposeAsync().ConfigureAwait(false);
                    }

                    throw;
                }
            }

            public async ValueTask DisposeAsync()
            {
                await _subscriber.UnsubscribeAllAsync().ConfigureAwait(false);
                await _connection.DisposeAsync().ConfigureAwait(false);
            }
        }
        """);
}
