// Blocking command on a shared connection.
using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NRedisStack;
using StackExchange.Redis;

namespace RG4001.Queue.Before
{
    public class Consumer(IConnectionMultiplexer redis) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var popped = await redis.GetDatabase().ExecuteAsync("brpop", "jobs", "5"); // expect: RG4001
                if (!popped.IsNull)
                {
                    Console.WriteLine(popped);
                }
            }
        }
    }
}

namespace RG4001.Queue.After
{
    public class Consumer(IConnectionMultiplexer redis) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var popped = await redis.GetDatabase().ListRightPopAsync("jobs");
                if (popped.IsNull)
                {
                    await Task.Delay(200, stoppingToken);
                }
                else
                {
                    Console.WriteLine(popped);
                }
            }
        }
    }
}

namespace RG4001.Streams.Before
{
    public class StreamReader
    {
        private const string Command = "X" + "READGROUP";
        private readonly IDatabase _db;

        public StreamReader(IConnectionMultiplexer connection, int database)
        {
            _db = connection.GetDatabase(database);
        }

        public RedisResult Read(string group, string consumer, string stream)
        {
            var arguments = new List<object> { "GROUP", group, consumer, "Count", 10, "Block", 5000, "STREAMS", stream, ">" };
            return _db.Execute(Command, arguments); // expect: RG4001
        }
    }
}

namespace RG4001.Streams.After
{
    public class StreamReader
    {
        private readonly IDatabase _db;

        public StreamReader(IConnectionMultiplexer connection, int database)
        {
            _db = connection.GetDatabase(database);
        }

        public StreamEntry[] Read(string group, string consumer, string stream) => _db.StreamReadGroup(stream, group, consumer, ">", 10);
    }
}

namespace RG4001.Stack.Before
{
    public class Orders(IDatabase db)
    {
        public async Task<string?> NextAsync()
        {
            var next = await db.BLPopAsync("orders", 30); // expect: RG4001
            return (string?)next?.Item2;
        }

        public Tuple<RedisKey, RedisValue>? Last(RedisKey[] queues) => db.BRPop(queues, timeout: 2.5); // expect: RG4001

        public StreamEntry[]? Read() => db.XReadGroup("group", "me", "orders", StreamPosition.NewMessages, timeoutMilliseconds: 2000); // expect: RG4001
    }
}

namespace RG4001.Stack.After
{
    public class Orders(IDatabase db)
    {
        public async Task<string?> NextAsync() => await db.ListLeftPopAsync("orders");

        public RedisValue Last(RedisKey queue) => db.ListRightPop(queue);

        public StreamEntry[]? Read() => db.XReadGroup("group", "me", "orders", StreamPosition.NewMessages, count: 10);
    }
}

namespace RG4001.Database.Before
{
    public static class Tenants
    {
        public static async Task<RedisValue> GetAsync(IDatabase db, int tenant, string key)
        {
            await db.ExecuteAsync("SELECT", tenant); // expect: RG4001
            return await db.StringGetAsync(key);
        }
    }
}

namespace RG4001.Database.After
{
    public static class Tenants
    {
        public static async Task<RedisValue> GetAsync(IDatabase db, int tenant, string key)
            => await db.Multiplexer.GetDatabase(tenant).StringGetAsync(key);
    }
}

namespace RG4001.Optimistic.Before
{
    public class Counter
    {
        public static readonly Lazy<ConnectionMultiplexer> Connection = new(() => ConnectionMultiplexer.Connect("localhost"));

        public bool Increment(string key)
        {
            var db = Connection.Value.GetDatabase();
            db.Execute("WATCH", key); // expect: RG4001
            var value = (long)db.StringGet(key);
            db.Execute("MULTI"); // expect: RG4001
            db.StringSet(key, value + 1);
            return !db.Execute("EXEC").IsNull;
        }
    }
}

namespace RG4001.Optimistic.After
{
    public class Counter
    {
        public static readonly Lazy<ConnectionMultiplexer> Connection = new(() => ConnectionMultiplexer.Connect("localhost"));

        public bool Increment(string key)
        {
            var db = Connection.Value.GetDatabase();
            var value = db.StringGet(key);
            var transaction = db.CreateTransaction();
            transaction.AddCondition(Condition.StringEqual(key, value));
            transaction.StringSetAsync(key, (long)value + 1);
            return transaction.Execute();
        }
    }
}

namespace RG4001.Minimal.Before
{
    public static class Endpoints
    {
        public static void Map(WebApplication app)
        {
            app.MapGet("/next", async (IConnectionMultiplexer mux) =>
            {
                object[] args = ["left", "right", "LEFT", "RIGHT", 10];
                return (string?)await mux.GetDatabase().ExecuteAsync("BLMOVE", args); // expect: RG4001
            });
            app.MapPost("/flush", (IServiceProvider services) =>
                services.GetRequiredService<IConnectionMultiplexer>().GetServers()[0].Execute("wait", 2, 1000).ToString()); // expect: RG4001
        }
    }
}

namespace RG4001.Minimal.After
{
    public static class Endpoints
    {
        public static void Map(WebApplication app)
        {
            app.MapGet("/next", async (IConnectionMultiplexer mux) => (string?)await mux.GetDatabase().ListMoveAsync("left", "right", ListSide.Left, ListSide.Right));
            app.MapPost("/flush", (IServiceProvider services) =>
                services.GetRequiredService<IConnectionMultiplexer>().GetServers()[0].Execute("WAITING").ToString());
        }
    }
}

namespace RG4001.Helper.Before
{
    public sealed class Bridge(IConnectionMultiplexer redis)
    {
        public void Start() => _ = Task.Run(Loop);

        private void Loop()
        {
            while (true)
            {
                Pop(redis.GetDatabase(), nameof(Bridge).ToLowerInvariant());
            }
        }

        private static RedisResult Pop(IDatabase database, string queue)
        {
            string command = "BLPOP";
            return database.Execute(command, new object[] { queue, 0 }, CommandFlags.DemandMaster); // expect: RG4001
        }
    }
}

namespace RG4001.Helper.After
{
    public sealed class Bridge(string configuration) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(async () =>
        {
            await using var own = await ConnectionMultiplexer.ConnectAsync(configuration);
            while (!stoppingToken.IsCancellationRequested)
            {
                Pop(own.GetDatabase(), nameof(Bridge).ToLowerInvariant());
            }
        });

        private static RedisResult Pop(IDatabase database, string queue)
        {
            string command = "BLPOP";
            return database.Execute(command, new object[] { queue, 0 }, CommandFlags.DemandMaster);
        }
    }
}

namespace RG4001.Dedicated.Before
{
    public sealed class Waiter : IDisposable
    {
        private readonly ConnectionMultiplexer _redis;

        public Waiter(string configuration) => _redis = ConnectionMultiplexer.Connect(configuration);

        public RedisValue Peek(string queue) => _redis.GetDatabase().ListGetByIndex(queue, 0);

        public RedisResult Next(string queue) => _redis.GetDatabase().Execute("BZPOPMIN", queue, 0); // expect: RG4001

        public void Dispose() => _redis.Dispose();
    }
}

namespace RG4001.Dedicated.After
{
    public sealed class Waiter : IDisposable
    {
        private readonly ConnectionMultiplexer _redis;
        private readonly ConnectionMultiplexer _waiting;

        public Waiter(string configuration)
        {
            _redis = ConnectionMultiplexer.Connect(configuration);
            _waiting = ConnectionMultiplexer.Connect(configuration);
        }

        public RedisValue Peek(string queue) => _redis.GetDatabase().ListGetByIndex(queue, 0);

        public RedisResult Next(string queue) => _waiting.GetDatabase().Execute("BZPOPMIN", queue, 0);

        public void Dispose()
        {
            _redis.Dispose();
            _waiting.Dispose();
        }
    }
}
