// The work that a caller gives as a delegate is done with the database that it is given.
using System;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace Kinds.WorkGiven
{
    public static class Faults
    {
        public static Task<long> ClosedBeforeTheAnswer(string configuration, Func<IDatabase, Task<long>> work)
        {
            using var redis = ConnectionMultiplexer.Connect(configuration); // expect: RG1008
            return work(redis.GetDatabase());
        }

        public static void Dropped(string configuration, Action<IDatabase> work)
        {
            var redis = ConnectionMultiplexer.Connect(configuration); // expect: RG1002
            work(redis.GetDatabase());
        }

        public static void Borrowed(string configuration) => Run(ConnectionMultiplexer.Connect(configuration), database => database.Ping()); // expect: RG1001|RG1002

        public static TimeSpan Asked(string configuration) => Ask(ConnectionMultiplexer.Connect(configuration), database => database.Ping()); // expect: RG1001|RG1002

        public static async Task<string?> AskedForText(string configuration)
        {
            var redis = await ConnectionMultiplexer.ConnectAsync(configuration); // expect: RG1002
            return Ask(redis, database => (string?)database.StringGet("a"));
        }

        public static Task<TimeSpan> ClosedBeforeTheTask(string configuration)
        {
            using var redis = ConnectionMultiplexer.Connect(configuration); // expect: RG1008
            return Ask(redis, database => database.PingAsync());
        }

        private static void Run(IConnectionMultiplexer redis, Action<IDatabase> work) => work(redis.GetDatabase());

        private static T Ask<T>(IConnectionMultiplexer redis, Func<IDatabase, T> work) => work(redis.GetDatabase());
    }

    public static class Fine
    {
        public static async Task<long> Awaited(string configuration, Func<IDatabase, Task<long>> work)
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(configuration); // allow: RG1001
            return await work(redis.GetDatabase()).ConfigureAwait(false);
        }

        public static T Shared<T>(IConnectionMultiplexer redis, Func<IDatabase, T> work) => work(redis.GetDatabase());

        public static void Owned(string configuration) => Use(ConnectionMultiplexer.Connect(configuration), database => database.Ping()); // allow: RG1001

        public static void Kept(string configuration, Action<Func<IDatabase>> keep)
        {
            var redis = ConnectionMultiplexer.Connect(configuration);
            keep(() => redis.GetDatabase());
        }

        public static Repository Made(string configuration, Func<IDatabase, Repository> make)
        {
            var redis = ConnectionMultiplexer.Connect(configuration);
            return make(redis.GetDatabase());
        }

        public static Repository MadeByHelper(string configuration)
        {
            var redis = ConnectionMultiplexer.Connect(configuration);
            return Shared(redis, database => new Repository(database));
        }

        public static TimeSpan AskedAndClosed(string configuration)
        {
            using var redis = ConnectionMultiplexer.Connect(configuration); // allow: RG1001
            return Shared(redis, database => database.Ping());
        }

        private static void Use(IConnectionMultiplexer redis, Action<IDatabase> work)
        {
            using (redis)
            {
                work(redis.GetDatabase());
            }
        }
    }

    public sealed class Repository(IDatabase database)
    {
        public bool Knows(string key) => database.KeyExists(key);
    }
}
