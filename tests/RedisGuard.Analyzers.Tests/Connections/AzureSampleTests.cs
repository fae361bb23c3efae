using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>The reconnecting that Azure's samples taught a generation of programs. No rule may say a word.</summary>
public class AzureSampleTests
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
}
