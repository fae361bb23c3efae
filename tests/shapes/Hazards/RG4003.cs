// Whole-keyspace command in request code.
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.SignalR;
using StackExchange.Redis;

namespace RG4003.Action.Before
{
    [Route("api/cache")]
    public class CacheController(IConnectionMultiplexer redis) : Controller
    {
        [HttpGet]
        public IEnumerable<string> List(string prefix)
        {
            foreach (var endpoint in redis.GetEndPoints())
            {
                foreach (var key in redis.GetServer(endpoint).Keys(pattern: prefix + "*")) // expect: RG4003
                {
                    yield return key.ToString();
                }
            }
        }
    }
}

namespace RG4003.Action.After
{
    [Route("api/cache")]
    public class CacheController(IConnectionMultiplexer redis) : Controller
    {
        [HttpGet]
        public async Task<IEnumerable<string?>> List(string prefix)
            => (await redis.GetDatabase().SetMembersAsync("keys:" + prefix)).Select(key => (string?)key);
    }
}

namespace RG4003.Prefix.Before
{
    public interface ICache
    {
        void RemoveByPrefix(string prefix);

        IList<string> GetKeys(string pattern);
    }

    public class RedisCache : ICache
    {
        private readonly IConnectionMultiplexer _connection;

        public RedisCache(IConnectionMultiplexer connection) => _connection = connection;

        private IServer Server => _connection.GetServer(_connection.GetEndPoints().First());

        public void RemoveByPrefix(string prefix)
        {
            var db = _connection.GetDatabase();
            RedisKey[] keys = Server.Keys(pattern: $"{prefix}*").ToArray(); // expect: RG4003
            db.KeyDelete(keys);
        }

        public IList<string> GetKeys(string pattern)
            => ((RedisKey[])_connection.GetDatabase().Execute("KEYS", pattern)!).Select(key => key.ToString()).ToList(); // expect: RG4003
    }
}

namespace RG4003.Prefix.After
{
    public interface ICache
    {
        void RemoveGroup(string group);
    }

    public class RedisCache : ICache
    {
        private readonly IConnectionMultiplexer _connection;

        public RedisCache(IConnectionMultiplexer connection) => _connection = connection;

        public void RemoveGroup(string group)
        {
            var db = _connection.GetDatabase();
            var keys = db.SetMembers(group).Select(member => (RedisKey)(string)member!).Append(group).ToArray();
            db.KeyDelete(keys);
        }
    }
}

namespace RG4003.OneByOne.Before
{
    public class BasketStore(IConnectionMultiplexer redis)
    {
        private readonly IDatabase _database = redis.GetDatabase();

        public async Task ClearAsync()
        {
            foreach (var endPoint in redis.GetEndPoints())
            {
                foreach (var key in redis.GetServer(endPoint).Keys(pattern: "basket:*")) // expect: RG4003
                {
                    await _database.KeyDeleteAsync(key);
                }
            }
        }
    }
}

namespace RG4003.OneByOne.After
{
    public class BasketStore(IConnectionMultiplexer redis)
    {
        private readonly IDatabase _database = redis.GetDatabase();

        public async Task ClearAsync()
        {
            foreach (var endPoint in redis.GetEndPoints())
            {
                foreach (var keys in redis.GetServer(endPoint).Keys(pattern: "basket:*", pageSize: 500).Chunk(500))
                {
                    await _database.KeyDeleteAsync(keys);
                }
            }
        }
    }
}

namespace RG4003.Endpoint.Before
{
    public static class Endpoints
    {
        public static void Map(WebApplication app)
        {
            app.MapDelete("/cache", async (IConnectionMultiplexer redis) =>
            {
                await redis.GetServers()[0].FlushDatabaseAsync(); // expect: RG4003
                return 204;
            });
        }
    }

    public class Presence(IServer server) : Hub
    {
        public async Task<int> CountAsync()
        {
            var count = 0;
            await foreach (var _ in server.KeysAsync(pattern: "user:*")) // expect: RG4003
            {
                count++;
            }

            return count;
        }
    }
}

namespace RG4003.Endpoint.After
{
    public static class Endpoints
    {
        public static void Map(WebApplication app)
        {
            app.MapDelete("/cache/{key}", async (string key, IConnectionMultiplexer redis) =>
            {
                await redis.GetDatabase().KeyDeleteAsync(key);
                return 204;
            });
        }
    }

    public class Presence(IDatabase db) : Hub
    {
        public Task<long> CountAsync() => db.SetLengthAsync("users");
    }
}
