// What was given, injected, resolved or is another type's is closed, however it is spelled.
using System.Collections.Generic;
using System.Threading.Tasks;
using System;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Kinds.ClosingBorrowed.Spelled
{
    public sealed class Counter(IConnectionMultiplexer redis)
    {
        public async Task<long> NextAsync(string key)
        {
            await using var scope = redis.ConfigureAwait(false); // expect: RG1007
            return await redis.GetDatabase().StringIncrementAsync(key);
        }
        public async Task<long> OwnAsync(string cs, string key)
        {
            var own = await ConnectionMultiplexer.ConnectAsync(cs); // allow: RG1001
            await using (own.ConfigureAwait(false)) return await own.GetDatabase().StringIncrementAsync(key);
        }
    }
    public static class Endpoints
    {
        public static void Map(WebApplication app)
        {
            app.MapGet("/n/{key}", async (string key, IConnectionMultiplexer redis) =>
            {
                await using var mine = redis; // expect: RG1007
                return Results.Ok((long)await mine.GetDatabase().StringGetAsync(key));
            });
            app.MapDelete("/n/{key}", async (string key, IConnectionMultiplexer redis) =>
            {
                var same = redis;
                return Results.Ok(await same.GetDatabase().KeyDeleteAsync(key));
            });
        }
    }
    public sealed class Stopper(IConnectionMultiplexer redis, IDatabase database, ISubscriber subscriber)
    {
        public void One() { if (redis is ConnectionMultiplexer { IsConnected: true } real) real.Dispose(); } // expect: RG1007
        public void Two() { (redis as ConnectionMultiplexer)?.Close(); } // expect: RG1007
        public void Three() { var db = database; db.Multiplexer.Dispose(); } // expect: RG1007
        public void Four() { subscriber.Multiplexer.Close(false); } // expect: RG1007
        public void Five(bool first, IConnectionMultiplexer other) { (first ? redis : other).Dispose(); } // expect: RG1007
        public string Six() => redis is ConnectionMultiplexer real ? real.ClientName : "";
    }
}

namespace Kinds.ClosingBorrowed.AnotherTypes
{
    public static class Hub1
    {
        private static readonly Lazy<ConnectionMultiplexer> L = new(() => ConnectionMultiplexer.Connect("localhost"));
        private static ConnectionMultiplexer? _m;
        private static readonly object Gate = new();
        public static ConnectionMultiplexer Prop => L.Value;
        public static ConnectionMultiplexer Method() => L.Value;
        public static ConnectionMultiplexer Auto { get; } = ConnectionMultiplexer.Connect("localhost");
        public static readonly ConnectionMultiplexer Field = ConnectionMultiplexer.Connect("localhost");
        public static ConnectionMultiplexer Checked { get { if (_m is null) { lock (Gate) { _m ??= ConnectionMultiplexer.Connect("localhost"); } } return _m; } }
        public static ConnectionMultiplexer Fresh() => ConnectionMultiplexer.Connect("localhost");
    }
    public class Users
    {
        public string? A(string k) { using (var r = Hub1.Prop) return r.GetDatabase().StringGet(k); } // expect: RG1007
        public string? B(string k) { using var r = Hub1.Method(); return r.GetDatabase().StringGet(k); } // expect: RG1007
        public string? C(string k) { using var r = Hub1.Auto; return r.GetDatabase().StringGet(k); } // expect: RG1007
        public string? D(string k) { using var r = Hub1.Field; return r.GetDatabase().StringGet(k); } // expect: RG1007
        public string? E(string k) { var r = Hub1.Checked; try { return r.GetDatabase().StringGet(k); } finally { r.Close(); } } // expect: RG1007
        public string? F(string k) { using var r = Hub1.Fresh(); return r.GetDatabase().StringGet(k); } // expect: RG1001
        public async Task G(IDatabase db) { await db.StringSetAsync("a", 1); await db.Multiplexer.CloseAsync(); } // expect: RG1007
    }
}

namespace Kinds.ClosingBorrowed.MadeFromGiven
{
    public sealed class CounterFactory(IConnectionMultiplexer redis)
    {
        private readonly IConnectionMultiplexer _redis = redis;
        public Counter GetCounter(string name) => new Counter(_redis, name);
    }
    public sealed class Counter : IAsyncDisposable
    {
        private readonly IConnectionMultiplexer _redis;
        private readonly string _name;
        public Counter(IConnectionMultiplexer redis, string name) { _redis = redis; _name = name; }
        public Task<long> Next() => _redis.GetDatabase().StringIncrementAsync(_name);
        public async ValueTask DisposeAsync()
        {
            await _redis.DisposeAsync(); // expect: RG1007
        }
    }
    public sealed class Own : IDisposable
    {
        private readonly IConnectionMultiplexer _redis;
        public Own(IConnectionMultiplexer redis) => _redis = redis;
        public static Own Open(string cs) => new(ConnectionMultiplexer.Connect(cs));
        public IDatabase Db => _redis.GetDatabase();
        public void Dispose() => _redis.Dispose();
    }
}

namespace Kinds.ClosingBorrowed.ThroughOthers
{
    public sealed class Carts(IConnectionMultiplexer redis)
    {
        private readonly IDatabase _database = redis.GetDatabase();

        public void Empty()
        {
            _database.KeyDelete("carts");
            _database.Multiplexer.Close(); // expect: RG1007
        }

        public void Reset()
        {
            if (redis is IDisposable disposable)
            {
                disposable.Dispose(); // expect: RG1007
            }
        }
    }
    public sealed class Orders
    {
        private readonly IConnectionMultiplexer _redis;
        private readonly IDatabase _database;
        public Orders(IConnectionMultiplexer redis)
        {
            _redis = redis;
            _database = _redis.GetDatabase();
        }
        public long Count() => _database.ListLength("orders");
        public void Reset() => _database.Multiplexer.Dispose(); // expect: RG1007
    }
    public sealed class OwnDatabase : IDisposable
    {
        private readonly IDatabase _database;
        public OwnDatabase(string cs) => _database = ConnectionMultiplexer.Connect(cs).GetDatabase();
        public long Count() => _database.ListLength("orders");
        public void Dispose() => _database.Multiplexer.Dispose();
    }
    public sealed class Cleaner(object kept)
    {
        public void Clean(string cs)
        {
            IDisposable own = ConnectionMultiplexer.Connect(cs); // allow: RG1001
            own.Dispose();
            if (kept is IDisposable other)
            {
                other.Dispose();
            }
        }
    }
}

namespace Kinds.ClosingBorrowed.AllThatAreRegistered
{
    public sealed class Flusher(IEnumerable<IConnectionMultiplexer> connections)
    {
        public async Task FlushAsync()
        {
            foreach (var redis in connections)
            {
                await redis.GetDatabase().PingAsync();
                await redis.DisposeAsync(); // expect: RG1007
            }
        }
    }
    public sealed class Pinger
    {
        private readonly IEnumerable<IConnectionMultiplexer> _all;
        public Pinger(IEnumerable<IConnectionMultiplexer> all) => _all = all;
        public void Ping()
        {
            foreach (IConnectionMultiplexer redis in _all)
            {
                using (redis) // expect: RG1007
                {
                    redis.GetDatabase().Ping();
                }
            }
        }
    }
    public static class Resolver
    {
        public static void Reset(IServiceProvider services)
        {
            foreach (var redis in services.GetServices<IConnectionMultiplexer>())
            {
                redis.GetDatabase().KeyDelete("state");
                redis.Close(); // expect: RG1007
            }
        }
    }
    public sealed class Few(IEnumerable<string> servers)
    {
        public void Ping()
        {
            foreach (string server in servers)
            {
                using var redis = ConnectionMultiplexer.Connect(server); // allow: RG1001
                redis.GetDatabase().Ping();
            }
        }
    }
    public sealed class Pool(List<ConnectionMultiplexer> all) : IDisposable
    {
        public IDatabase Next() => all[0].GetDatabase();
        public void Shrink()
        {
            foreach (var redis in all)
            {
                redis.Dispose();
            }
            all.Clear();
        }
        public void Dispose() => Shrink();
    }
    public static class Owners
    {
        public static void DisposeAll(IEnumerable<IConnectionMultiplexer> all)
        {
            foreach (var redis in all)
            {
                redis.Dispose();
            }
        }
        public sealed class Together(IEnumerable<IConnectionMultiplexer> all) : IDisposable
        {
            public void Dispose() => DisposeAll(all);
        }
    }
}
