// Paths that lose what all others keep: a throw or an early return before the store, a helper that gives up waiting, a catch that opens again.
using System;
using System.Threading;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace Kinds.PathsThatLose.BeforeTheStore
{
    public static class Factory
    {
        public static ConnectionMultiplexer Open(string host)
        {
            var redis = ConnectionMultiplexer.Connect(host); // expect: RG1002
            if (redis.GetServers().Length == 0)
            {
                throw new InvalidOperationException("no server");
            }

            return redis;
        }

        public static ConnectionMultiplexer OpenOrClose(string host)
        {
            var redis = ConnectionMultiplexer.Connect(host);
            if (!redis.IsConnected)
            {
                redis.Dispose();
                throw new InvalidOperationException("no server");
            }

            return redis;
        }

        private static readonly System.Collections.Generic.Dictionary<string, ConnectionMultiplexer> s_known = new();

        // A cache gets it: what a check before that loses is rare.
        public static ConnectionMultiplexer OpenKnown(string host)
        {
            lock (s_known)
            {
                if (!s_known.TryGetValue(host, out ConnectionMultiplexer? redis))
                {
                    redis = ConnectionMultiplexer.Connect(host);
                    if (redis.GetServers().Length == 0)
                    {
                        throw new InvalidOperationException("no server");
                    }

                    s_known.Add(host, redis);
                }

                return redis;
            }
        }

        public static async Task<(ConnectionMultiplexer Redis, IDatabase Db)> PairAsync(string host)
        {
            var redis = await ConnectionMultiplexer.ConnectAsync(host); // expect: RG1002
            var db = redis.GetDatabase();
            if (await db.PingAsync() > TimeSpan.FromSeconds(1))
            {
                throw new TimeoutException("slow");
            }

            return (redis, db);
        }
    }

    public sealed class Node : IDisposable
    {
        private readonly ConnectionMultiplexer? _redis;

        public Node(string host)
        {
            var redis = ConnectionMultiplexer.Connect(host); // expect: RG1002
            if (redis.GetServers().Length == 0)
            {
                throw new InvalidOperationException("no server");
            }

            _redis = redis;
        }

        public Node(string host, bool wanted)
        {
            var redis = ConnectionMultiplexer.Connect(host); // expect: RG1002
            if (!wanted)
            {
                return;
            }

            _redis = redis;
        }

        public Node(string host, int tries)
        {
            if (tries == 0)
            {
                throw new ArgumentOutOfRangeException(nameof(tries));
            }

            _redis = ConnectionMultiplexer.Connect(host);
        }

        public TimeSpan Ping() => _redis!.GetDatabase().Ping();

        public void Dispose() => _redis?.Dispose();
    }
}

namespace Kinds.PathsThatLose.GivesUp
{
    public sealed class Probe(string configuration)
    {
        public async Task<bool> PingAsync(CancellationToken token)
        {
            ConnectionMultiplexer redis;
            try
            {
                redis = await WithinAsync(ConnectionMultiplexer.ConnectAsync(configuration), token); // expect: RG1001|RG1002
            }
            catch (OperationCanceledException)
            {
                return false;
            }

            using (redis)
            {
                return await redis.GetDatabase().PingAsync() < TimeSpan.FromSeconds(1);
            }
        }

        public async Task<TimeSpan> OnceAsync()
        {
            await using var redis = await WithinAsync(ConnectionMultiplexer.ConnectAsync(configuration), TimeSpan.FromSeconds(1)); // expect: RG1001|RG1002
            return await redis.GetDatabase().PingAsync();
        }

        public async Task<TimeSpan> CheckedAsync()
        {
            await using var redis = Checked(await ConnectionMultiplexer.ConnectAsync(configuration)); // expect: RG1001
            return await redis.GetDatabase().PingAsync();
        }

        public TimeSpan Leaves()
        {
            var redis = Checked(ConnectionMultiplexer.Connect(configuration)); // expect: RG1002
            return redis.GetDatabase().Ping();
        }

        private static async Task<ConnectionMultiplexer> WithinAsync(Task<ConnectionMultiplexer> connecting, CancellationToken token)
        {
            var first = await Task.WhenAny(connecting, Task.Delay(Timeout.Infinite, token));
            if (first == connecting)
            {
                return await connecting;
            }

            throw new OperationCanceledException(token);
        }

        private static async Task<ConnectionMultiplexer> WithinAsync(Task<ConnectionMultiplexer> connecting, TimeSpan limit)
            => await Task.WhenAny(connecting, Task.Delay(limit)) == connecting ? await connecting : throw new TimeoutException();

        private static ConnectionMultiplexer Checked(ConnectionMultiplexer redis)
        {
            Console.WriteLine(redis.IsConnected);
            return redis;
        }
    }

    public sealed class Patient(string configuration)
    {
        public async Task<ConnectionMultiplexer> OpenAsync() => await WithinAsync(ConnectionMultiplexer.ConnectAsync(configuration));

        // Whatever comes later is closed when it comes.
        private static async Task<ConnectionMultiplexer> WithinAsync(Task<ConnectionMultiplexer> connecting)
        {
            if (await Task.WhenAny(connecting, Task.Delay(1000)) == connecting)
            {
                return await connecting;
            }

            _ = connecting.ContinueWith(late => late.Result.Dispose(), TaskContinuationOptions.OnlyOnRanToCompletion);
            throw new TimeoutException();
        }
    }
}

namespace Kinds.PathsThatLose.OpensAgain
{
    public static class Startup
    {
        public static IConnectionMultiplexer Open(string configuration)
        {
            ConnectionMultiplexer redis;
            try
            {
                redis = ConnectionMultiplexer.Connect(configuration);
                redis.GetDatabase().Ping();
            }
            catch (RedisException)
            {
                redis = ConnectionMultiplexer.Connect("localhost"); // expect: RG1004
            }

            return redis;
        }

        public static async Task<IConnectionMultiplexer> OpenAsync(string configuration)
        {
            ConnectionMultiplexer? redis = null;
            try
            {
                redis = await ConnectionMultiplexer.ConnectAsync(configuration);
                await redis.GetDatabase().PingAsync();
            }
            catch (Exception)
            {
                redis = await ConnectionMultiplexer.ConnectAsync("localhost"); // expect: RG1004
            }

            return redis;
        }

        // What failed is the opening itself: nothing is open then.
        public static IConnectionMultiplexer Fallback(string configuration)
        {
            ConnectionMultiplexer redis;
            try
            {
                redis = ConnectionMultiplexer.Connect(configuration);
                Console.WriteLine("connected");
            }
            catch (RedisConnectionException)
            {
                redis = ConnectionMultiplexer.Connect("localhost");
            }

            return redis;
        }

        public static IConnectionMultiplexer Careful(string configuration)
        {
            ConnectionMultiplexer? redis = null;
            try
            {
                redis = ConnectionMultiplexer.Connect(configuration);
                redis.GetDatabase().Ping();
            }
            catch (RedisException)
            {
                redis?.Dispose();
                redis = ConnectionMultiplexer.Connect("localhost");
            }

            return redis;
        }
    }
}
