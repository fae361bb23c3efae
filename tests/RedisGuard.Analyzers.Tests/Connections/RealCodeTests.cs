using Microsoft.CodeAnalysis;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Connections;

/// <summary>Code as it is written in the wild, in shapes that a rule may take for a fault. No rule may say a word, unless marked.</summary>
public class RealCodeTests
{
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
