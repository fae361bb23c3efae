// What only looks like a fault. Every rule must be silent on all of this.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NRedisStack;
using StackExchange.Redis;
using StackExchange.Redis.Profiling;

namespace LookAlikes.CommandsThatDoNotBlock
{
    public class Commands(IDatabase db, IServer server)
    {
        private const string Read = "XREAD";

        public RedisResult Pop() => db.Execute("LPOP", "BLPOP");

        public RedisResult ReadNow() => db.Execute(Read, "COUNT", "5", "STREAMS", "block", "0");

        public Task<RedisResult> ReadGroupNow() => db.ExecuteAsync("XREADGROUP", "GROUP", "g", "c", "COUNT", 5, "NOACK", "STREAMS", "s", ">");

        public RedisResult Clients() => server.Execute("CLIENT", "LIST");

        public RedisResult Named(string name) => server.Execute("CLIENT", "SETNAME", name);

        public RedisResult Any(string command, params object[] args) => db.Execute(command, args);

        public StreamEntry[]? Stack() => db.XRead("stream", "0", 10);

        public Task<StreamEntry[]?> StackAsync() => db.XReadGroupAsync("g", "c", "s", ">", count: 3, timeoutMilliseconds: null);

        public RedisResult Move() => db.Execute("LMOVE", "a", "b", "LEFT", "RIGHT");

        public bool Transaction()
        {
            var transaction = db.CreateTransaction();
            _ = transaction.ExecuteAsync("BLPOP", "queue", 0);
            return transaction.Execute();
        }
    }

    public class Runner
    {
        public void Execute(string command) => Console.WriteLine(command);

        public void Run() => Execute("BLPOP");
    }
}

namespace LookAlikes.OwnConnections
{
    public sealed class BlockingReader : IAsyncDisposable
    {
        private readonly ConnectionMultiplexer _connection;
        private readonly IDatabase _database;

        private BlockingReader(ConnectionMultiplexer connection)
        {
            _connection = connection;
            _database = connection.GetDatabase();
        }

        public static async Task<BlockingReader> OpenAsync(string configuration) => new(await ConnectionMultiplexer.ConnectAsync(configuration));

        public Task<RedisResult> NextAsync(string queue) => _database.ExecuteAsync("BRPOPLPUSH", queue, queue + ":busy", 0);

        public ValueTask DisposeAsync() => _connection.DisposeAsync();
    }

    public class QueueWorker(string configuration) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
            var db = connection.GetDatabase();
            while (!stoppingToken.IsCancellationRequested)
            {
                var item = await db.ExecuteAsync("BLPOP", "queue", 1);
                var other = await db.BRPopAsync("other", 1);
                Console.WriteLine(item.IsNull && other is null);
            }
        }
    }

    public class Keyed([FromKeyedServices("blocking")] IConnectionMultiplexer redis)
    {
        public RedisResult Next() => redis.GetDatabase().Execute("BLPOP", "queue", 0);
    }

    public class TwoConnections(IConnectionMultiplexer redis, IConnectionMultiplexer blockingRedis)
    {
        public RedisResult Next() => blockingRedis.GetDatabase().Execute("BZPOPMAX", "queue", 0);

        public TimeSpan Ping() => redis.GetDatabase().Ping();
    }

    public sealed class StackReader : IDisposable
    {
        private readonly ConnectionMultiplexer _reads = ConnectionMultiplexer.Connect("localhost");

        public Tuple<RedisKey, RedisValue>? Next() => _reads.GetDatabase().BLPop("queue", 5);

        public void Dispose() => _reads.Dispose();
    }

    internal static class BlockingExtensions
    {
        internal static async Task<RedisResult> ReadBlockedAsync(this IDatabaseAsync database, string stream)
            => await database.ExecuteAsync("XREAD", "BLOCK", 1000, "STREAMS", stream, "$");
    }

    public sealed class StreamPump : IDisposable
    {
        private readonly ConnectionMultiplexer _own = ConnectionMultiplexer.Connect("localhost");

        public Task<RedisResult> NextAsync() => _own.GetDatabase().ReadBlockedAsync("events");

        public void Dispose() => _own.Dispose();
    }
}

namespace LookAlikes.FixedScripts
{
    public enum Direction
    {
        Up,
        Down,
    }

    public class Scripts(IDatabase db)
    {
        private const string Key = "counter";
        private const string Script = "return redis.call('INCR', '" + Key + "')";
        private static readonly string s_joined = string.Join(Environment.NewLine, "local a = 1", "return a");
        private static readonly string s_interpolated = $"return redis.call('GET', '{Key}:{Environment.MachineName}')";
        private readonly LuaScript _prepared = LuaScript.Prepare("return redis.call('GET', @key)");

        public RedisResult First() => db.ScriptEvaluate(Script);

        public RedisResult Second() => db.ScriptEvaluate(s_joined + "\n" + s_interpolated);

        public RedisResult Third(string key) => db.ScriptEvaluate(_prepared, new { key = (RedisKey)key });

        public RedisResult Move(Direction direction) => db.ScriptEvaluate($"return '{direction}'");

        public RedisResult Flag(bool descending) => db.ScriptEvaluate("return redis.call('SORT', KEYS[1]" + (descending ? ", 'DESC'" : "") + ")", new RedisKey[] { "list" });

        public RedisResult Uncached(int id) => db.ScriptEvaluate($"return {id}", flags: CommandFlags.NoScriptCache);

        public RedisResult Given(string script, RedisKey[] keys) => db.ScriptEvaluate(script, keys);

        public RedisResult Read() => db.ScriptEvaluate(System.IO.File.ReadAllText("release.lua"), new RedisKey[] { "a" });

        public static class Cache
        {
            private static readonly Dictionary<int, string> s_texts = Enumerable.Range(1, 4).ToDictionary(n => n, n => $"return {n}");

            public static RedisResult Run(IDatabase db, int n) => db.ScriptEvaluate(s_texts[n]);
        }
    }
}

namespace LookAlikes.KeyspaceElsewhere
{
    public class Migrator(IConnectionMultiplexer redis) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            foreach (var server in redis.GetServers())
            {
                await foreach (var key in server.KeysAsync(pattern: "old:*", pageSize: 500).WithCancellation(cancellationToken))
                {
                    await redis.GetDatabase().KeyRenameAsync(key, "new:" + key);
                }
            }
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    public static class Program
    {
        public static void Main(string[] args)
        {
            using var redis = ConnectionMultiplexer.Connect("localhost,allowAdmin=true");
            if (args.Contains("--reset"))
            {
                redis.GetServers()[0].FlushAllDatabases();
            }

            Console.WriteLine(redis.GetServers()[0].Keys().ToList().Count);
        }
    }

    public class DevelopmentController(IServer server, IWebHostEnvironment environment) : ControllerBase
    {
        [HttpPost]
        public IActionResult Reset()
        {
            if (environment.IsDevelopment())
            {
                server.FlushDatabase();
            }

            return Ok();
        }

        [HttpGet]
        public int Hashes(IDatabase db) => db.HashKeys("h").Length;
    }

    public class Dictionaries(Dictionary<string, int> values) : ControllerBase
    {
        [HttpGet]
        public IEnumerable<string> All() => values.Keys.ToArray();
    }

    public class Statistics(IServer server) : ControllerBase
    {
        [HttpGet]
        public long Size() => server.DatabaseSize();
    }
}

namespace LookAlikes.Profiling
{
    public class PerRequest
    {
        private readonly AsyncLocal<ProfilingSession> _session = new();

        public PerRequest(IConnectionMultiplexer redis) => redis.RegisterProfiler(() => _session.Value);

        public ProfilingSession Begin() => _session.Value = new ProfilingSession();
    }

    public class Exposed(IConnectionMultiplexer redis)
    {
        public ProfilingSession Session { get; } = new();

        public void Attach() => redis.RegisterProfiler(() => Session);
    }

    public class Given(Func<ProfilingSession> provider)
    {
        public void Attach(IConnectionMultiplexer redis) => redis.RegisterProfiler(provider);
    }
}

namespace LookAlikes.ConnectingOnce
{
    public static class Program
    {
        public static async Task Main()
        {
            var connection = ConnectionMultiplexer.Connect("localhost");
            await connection.GetDatabase().PingAsync();
        }
    }

    public static class Registration
    {
        public static void Add(IServiceCollection services)
            => services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.ConnectAsync("localhost").GetAwaiter().GetResult());
    }

    public static class Awaited
    {
        public static async Task<ConnectionMultiplexer> OpenAsync()
        {
            var opening = ConnectionMultiplexer.ConnectAsync("localhost");
            await Task.WhenAny(opening, Task.Delay(1000));
            return await opening;
        }
    }
}
