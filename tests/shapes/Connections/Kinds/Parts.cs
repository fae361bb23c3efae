// A helper gives the connection beside other things, and the parts are put where another connection is.
using System;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace Kinds.Parts.Replaced
{
    public sealed class Feed : IDisposable
    {
        private ConnectionMultiplexer _redis;
        private IDatabase _database;

        public Feed(string server) => (_redis, _database) = Open(server);

        public RedisValue Next() => _database.ListLeftPop("feed");

        public void Move(string server)
        {
            (_redis, _database) = Open(server); // expect: RG1004
        }

        public void Dispose() => _redis.Dispose();

        private static (ConnectionMultiplexer Redis, IDatabase Database) Open(string server)
        {
            var redis = ConnectionMultiplexer.Connect(server);
            return (redis, redis.GetDatabase());
        }
    }
}

namespace Kinds.Parts.Closed
{
    public sealed class Feed : IAsyncDisposable
    {
        private ConnectionMultiplexer _redis;
        private IDatabase _database;

        public Feed(string server) => (_redis, _database) = Open(server);

        public RedisValue Next() => _database.ListLeftPop("feed");

        public async Task MoveAsync(string server)
        {
            var old = _redis;
            (_redis, _database) = Open(server);
            await old.CloseAsync();
        }

        public ValueTask DisposeAsync() => _redis.DisposeAsync();

        private static (ConnectionMultiplexer Redis, IDatabase Database) Open(string server)
        {
            var redis = ConnectionMultiplexer.Connect(server);
            return (redis, redis.GetDatabase());
        }
    }

    public sealed class Late : IDisposable
    {
        private ConnectionMultiplexer? _redis;
        private IDatabase? _database;

        public void Open(string server) => (_redis, _database) = Connect(server);

        public RedisValue Next() => _database!.ListLeftPop("late");

        public void Dispose() => _redis?.Dispose();

        private static (ConnectionMultiplexer Redis, IDatabase Database) Connect(string server)
        {
            var redis = ConnectionMultiplexer.Connect(server);
            return (redis, redis.GetDatabase());
        }
    }
}
