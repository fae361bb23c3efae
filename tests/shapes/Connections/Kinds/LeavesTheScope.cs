// What leaves a using still needs the connection.
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using System.Threading;
using System;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Kinds.LeavesTheScope.Queries
{
    public static class Import
    {
        public static Task RunAsync(string cs, IEnumerable<string> keys)
        {
            using var redis = ConnectionMultiplexer.Connect(cs); // expect: RG1008 allow: RG1001
            var db = redis.GetDatabase();
            return Task.WhenAll(from key in keys select db.KeyDeleteAsync(key)); // allow: RG1008
        }
        public static async Task WaitedAsync(string cs, IEnumerable<string> keys)
        {
            using var redis = ConnectionMultiplexer.Connect(cs); // allow: RG1001
            var db = redis.GetDatabase();
            await Task.WhenAll(from key in keys select db.KeyDeleteAsync(key));
        }
        public static void Register(IServiceCollection services, string cs)
        {
            using (var redis = ConnectionMultiplexer.Connect(cs)) // expect: RG1008 allow: RG1001
            {
                services.AddSingleton(redis.GetDatabase(2)); // allow: RG1008
            }
        }
    }
}

namespace Kinds.LeavesTheScope.Dropped
{
    public class NotAwaited
    {
        public async Task A(string cs)
        {
            await using var mux = await ConnectionMultiplexer.ConnectAsync(cs); // expect: RG1008 allow: RG1001
            _ = mux.GetDatabase().StringSetAsync("a", 1);
        }
        public void B(string cs)
        {
            using var mux = ConnectionMultiplexer.Connect(cs); // expect: RG1008 allow: RG1001
            mux.GetDatabase().StringSetAsync("a", 1);
        }
        public void C(string cs)
        {
            using var mux = ConnectionMultiplexer.Connect(cs); // expect: RG1001
            mux.GetDatabase().StringSet("a", 1, flags: CommandFlags.FireAndForget);
        }
        public Task D(string cs)
        {
            using var mux = ConnectionMultiplexer.Connect(cs); // expect: RG1008 allow: RG1001
            return Task.WhenAll(mux.GetDatabase().StringSetAsync("a", 1), mux.GetDatabase().StringSetAsync("b", 1));
        }
        public async Task E(string cs)
        {
            using var mux = ConnectionMultiplexer.Connect(cs); // expect: RG1001
            var t = mux.GetDatabase().StringSetAsync("a", 1);
            await t;
        }
    }
}

namespace Kinds.LeavesTheScope.Leaving
{
    public static class S1
    {
        public static IEnumerable<Task<bool>> All(string cs, string[] ks)
        {
            using var m = ConnectionMultiplexer.Connect(cs); // expect: RG1008 allow: RG1001
            return ks.Select(k => m.GetDatabase().KeyDeleteAsync(k)); // allow: RG1008
        }
        public static void Fire(string cs)
        {
            using var m = ConnectionMultiplexer.Connect(cs); // expect: RG1008 allow: RG1001
            var db = m.GetDatabase();
            db.StringIncrementAsync("a");
        }
        public static async Task FireThenAsk(string cs)
        {
            await using var m = await ConnectionMultiplexer.ConnectAsync(cs); // expect: RG1001
            var db = m.GetDatabase();
            _ = db.StringIncrementAsync("a");
            await db.StringGetAsync("a");
        }
        public static void Register(IServiceCollection s, string cs)
        {
            using var m = ConnectionMultiplexer.Connect(cs); // expect: RG1008 allow: RG1001
            s.AddSingleton<IDatabase>(_ => m.GetDatabase());
        }
        public static Func<string, string?> Reader(string cs)
        {
            using var m = ConnectionMultiplexer.Connect(cs); // expect: RG1008 allow: RG1001
            var db = m.GetDatabase();
            return k => db.StringGet(k);
        }
        public static void Warm(IServiceCollection s, string cs)
        {
            using var m = ConnectionMultiplexer.Connect(cs); // allow: RG1001
            s.AddSingleton(new Version((int)m.GetDatabase().StringLength("a"), 0));
        }
    }
}

namespace Kinds.LeavesTheScope.Lists
{
    public static class Export
    {
        public static Task<bool>[] Array(string cs, string[] keys)
        {
            using var redis = ConnectionMultiplexer.Connect(cs); // expect: RG1008
            var db = redis.GetDatabase();
            return keys.Select(key => db.KeyDeleteAsync(key)).ToArray();
        }
        public static List<Task<RedisValue>> List(string cs, string[] keys)
        {
            using var redis = ConnectionMultiplexer.Connect(cs); // expect: RG1008
            var db = redis.GetDatabase();
            return keys.Where(key => key.Length > 1).Select(key => db.StringGetAsync(key)).ToList();
        }
        public static async Task<bool[]> Waited(string cs, string[] keys)
        {
            using var redis = ConnectionMultiplexer.Connect(cs); // allow: RG1001
            var db = redis.GetDatabase();
            var answers = keys.Select(key => db.KeyDeleteAsync(key)).ToArray();
            return await Task.WhenAll(answers);
        }
        public static async Task<long> OneByOne(string cs, string[] keys)
        {
            using var redis = ConnectionMultiplexer.Connect(cs); // allow: RG1001
            var db = redis.GetDatabase();
            long sum = 0;
            foreach (Task<long> answer in keys.Select(key => db.StringLengthAsync(key)).ToList())
            {
                sum += await answer;
            }
            return sum;
        }
        public static RedisValue[] Values(string cs, string[] keys)
        {
            using var redis = ConnectionMultiplexer.Connect(cs); // allow: RG1001
            var db = redis.GetDatabase();
            return keys.Select(key => db.StringGet(key)).ToArray();
        }
    }
}

namespace Kinds.LeavesTheScope.Parameters
{
    public static class Opener
    {
        public static bool TryOpen(string server, out IDatabase? database)
        {
            ConnectionMultiplexer? redis = null;
            try
            {
                redis = ConnectionMultiplexer.Connect(server); // expect: RG1008
                database = redis.GetDatabase();
                return true;
            }
            catch (RedisConnectionException)
            {
                database = null;
                return false;
            }
            finally
            {
                redis?.Dispose();
            }
        }

        public static void Change(string server, ref ISubscriber? subscriber)
        {
            using var redis = ConnectionMultiplexer.Connect(server); // expect: RG1008
            subscriber = redis.GetSubscriber();
        }

        public static bool Answers(string server, out IDatabase? database, out TimeSpan took)
        {
            using var redis = ConnectionMultiplexer.Connect(server); // expect: RG1001
            database = redis.GetDatabase();
            took = database.Ping();
            database = null;
            return true;
        }

        public static ConnectionMultiplexer Open(string server, out IDatabase database)
        {
            var redis = ConnectionMultiplexer.Connect(server);
            database = redis.GetDatabase();
            return redis;
        }
    }
}
