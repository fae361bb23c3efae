// Script text is generated.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace RG4002.Interpolated.Before
{
    public class Likes(IDatabase db)
    {
        public async Task<long> AddAsync(string post, int count)
            => (long)await db.ScriptEvaluateAsync($"return redis.call('INCRBY', 'likes:{post}', {count})"); // expect: RG4002
    }
}

namespace RG4002.Interpolated.After
{
    public class Likes(IDatabase db)
    {
        private const string Script = "return redis.call('INCRBY', KEYS[1], ARGV[1])";

        public async Task<long> AddAsync(string post, int count)
            => (long)await db.ScriptEvaluateAsync(Script, new RedisKey[] { $"likes:{post}" }, new RedisValue[] { count });
    }
}

namespace RG4002.Builder.Before
{
    public class Bulk
    {
        private readonly IDatabase _database;

        public Bulk(IDatabase database) { _database = database; }

        public void Save(IEnumerable<KeyValuePair<string, string>> values)
        {
            var lua = new StringBuilder();
            foreach (var value in values)
            {
                lua.AppendLine($"redis.call('SET', '{value.Key}', '{value.Value}')");
            }

            lua.Append("return 1");
            _database.ScriptEvaluate(lua.ToString()); // expect: RG4002
        }
    }
}

namespace RG4002.Builder.After
{
    public class Bulk
    {
        private static readonly string s_script = string.Join("\n", "for i, key in ipairs(KEYS) do", "redis.call('SET', key, ARGV[i])", "end", "return 1");
        private readonly IDatabase _database;

        public Bulk(IDatabase database) { _database = database; }

        public void Save(IReadOnlyCollection<KeyValuePair<string, string>> values)
            => _database.ScriptEvaluate(s_script, values.Select(value => (RedisKey)value.Key).ToArray(), values.Select(value => (RedisValue)value.Value).ToArray());
    }
}

namespace RG4002.Prepared.Before
{
    public class Limits(IConnectionMultiplexer redis)
    {
        public bool Allow(string user, TimeSpan window)
        {
            var text = string.Format("local n = redis.call('INCR', @key) redis.call('EXPIRE', @key, {0}) return n", (int)window.TotalSeconds);
            var prepared = LuaScript.Prepare(text); // expect: RG4002
            return (int)redis.GetDatabase().ScriptEvaluate(prepared, new { key = (RedisKey)user }) < 100;
        }
    }
}

namespace RG4002.Prepared.After
{
    public class Limits(IConnectionMultiplexer redis)
    {
        private static readonly LuaScript s_script = LuaScript.Prepare("local n = redis.call('INCR', @key) redis.call('EXPIRE', @key, @seconds) return n");

        public bool Allow(string user, TimeSpan window)
            => (int)redis.GetDatabase().ScriptEvaluate(s_script, new { key = (RedisKey)user, seconds = (int)window.TotalSeconds }) < 100;
    }
}

namespace RG4002.Replaced.Before
{
    public static class Scripts
    {
        private const string Template = "return redis.call('HGET', '#KEY#', ARGV[1])";

        public static RedisResult Get(this IDatabase db, string hash, string field)
        {
            string script = Template.Replace("#KEY#", hash).Trim();
            return db.ScriptEvaluate(script, null, new RedisValue[] { field }, CommandFlags.None); // expect: RG4002
        }
    }
}

namespace RG4002.Replaced.After
{
    public static class Scripts
    {
        private const string Script = "return redis.call('HGET', KEYS[1], ARGV[1])";

        public static RedisResult Get(this IDatabase db, string hash, string field)
            => db.ScriptEvaluate(Script, new RedisKey[] { hash }, new RedisValue[] { field }, CommandFlags.None);
    }
}

namespace RG4002.Loaded.Before
{
    public class Loader(IServer server, IDatabase db)
    {
        public RedisResult Run(Guid id)
        {
            byte[] hash = server.ScriptLoad(Body(id)); // expect: RG4002
            return db.ScriptEvaluate(hash);
        }

        private static string Body(Guid id) => "return redis.call('GET', 'job:" + id + "')";
    }
}

namespace RG4002.Loaded.After
{
    public class Loader
    {
        private readonly IDatabase _db;
        private readonly byte[] _hash;

        public Loader(IServer server, IDatabase db)
        {
            _db = db;
            _hash = server.ScriptLoad("return redis.call('GET', KEYS[1])");
        }

        public RedisResult Run(Guid id) => _db.ScriptEvaluate(_hash, new RedisKey[] { $"job:{id}" });
    }
}
