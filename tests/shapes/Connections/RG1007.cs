// Closing a connection that is not yours.
using System;
using System.Collections.Concurrent;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace RG1007.Parameter.Before
{
    public static class Extensions
    {
        public static async Task<string?> ReadAsync(this IConnectionMultiplexer redis, string key)
        {
            using (redis) // expect: RG1007
            {
                return await redis.GetDatabase().StringGetAsync(key);
            }
        }
    }
}

namespace RG1007.Parameter.After
{
    public static class Extensions
    {
        public static async Task<string?> ReadAsync(this IConnectionMultiplexer redis, string key)
            => await redis.GetDatabase().StringGetAsync(key);
    }
}

namespace RG1007.Injected.Before
{
    public class VotesController : ControllerBase
    {
        private readonly IConnectionMultiplexer _redis;

        public VotesController(IConnectionMultiplexer redis) => _redis = redis;

        [HttpPost("votes/{option}")]
        public async Task<long> Vote(string option)
        {
            try
            {
                return await _redis.GetDatabase().HashIncrementAsync("votes", option);
            }
            finally
            {
                await _redis.CloseAsync(); // expect: RG1007
            }
        }
    }
}

namespace RG1007.Injected.After
{
    public class VotesController : ControllerBase
    {
        private readonly IConnectionMultiplexer _redis;

        public VotesController(IConnectionMultiplexer redis) => _redis = redis;

        [HttpPost("votes/{option}")]
        public async Task<long> Vote(string option) => await _redis.GetDatabase().HashIncrementAsync("votes", option);
    }
}

namespace RG1007.Multiplexer.Before
{
    public class Cleaner(IDatabase database)
    {
        public void Clean(string[] keys)
        {
            foreach (var key in keys)
            {
                database.KeyDelete(key);
            }

            database.Multiplexer.Dispose(); // expect: RG1007
        }
    }
}

namespace RG1007.Multiplexer.After
{
    public class Cleaner(IDatabase database)
    {
        public void Clean(string[] keys)
        {
            foreach (var key in keys)
            {
                database.KeyDelete(key);
            }
        }
    }
}

namespace RG1007.Resolved.Before
{
    public static class Bootstrap
    {
        public static async Task MigrateAsync(IServiceProvider services)
        {
            using var scope = services.CreateScope();
            using var redis = scope.ServiceProvider.GetRequiredService<IConnectionMultiplexer>(); // expect: RG1007
            await redis.GetDatabase().StringSetAsync("schema", 3);
        }
    }
}

namespace RG1007.Resolved.After
{
    public static class Bootstrap
    {
        public static async Task MigrateAsync(IServiceProvider services)
        {
            using var scope = services.CreateScope();
            var redis = scope.ServiceProvider.GetRequiredService<IConnectionMultiplexer>();
            await redis.GetDatabase().StringSetAsync("schema", 3);
        }
    }
}

namespace RG1007.ScopedShared.Before
{
    public static class Composition
    {
        private static readonly Lazy<IConnectionMultiplexer> Shared = new(() => ConnectionMultiplexer.Connect("localhost"));

        public static void Add(IServiceCollection services)
            => services.AddScoped<IConnectionMultiplexer>(_ => Shared.Value); // expect: RG1007
    }
}

namespace RG1007.ScopedShared.After
{
    public static class Composition
    {
        private static readonly Lazy<IConnectionMultiplexer> Shared = new(() => ConnectionMultiplexer.Connect("localhost"));

        public static void Add(IServiceCollection services)
            => services.AddSingleton<IConnectionMultiplexer>(_ => Shared.Value);
    }
}

namespace RG1007.Local.Before
{
    public class Report(IConnectionMultiplexer multiplexer)
    {
        public async Task<long> CountAsync()
        {
            await using var connection = multiplexer; // expect: RG1007
            var server = connection.GetServer(connection.GetEndPoints()[0]);
            return await server.DatabaseSizeAsync();
        }
    }
}

namespace RG1007.Local.After
{
    public class Report(IConnectionMultiplexer multiplexer)
    {
        public async Task<long> CountAsync()
        {
            var server = multiplexer.GetServer(multiplexer.GetEndPoints()[0]);
            return await server.DatabaseSizeAsync();
        }
    }
}

namespace RG1007.Cast.Before
{
    public class Flusher
    {
        public void Flush(IDatabase database)
        {
            database.KeyDelete("dirty");
            (database.Multiplexer as ConnectionMultiplexer)?.Close(); // expect: RG1007
        }
    }
}

namespace RG1007.Cast.After
{
    public class Flusher
    {
        public void Flush(IDatabase database) => database.KeyDelete("dirty");
    }
}

namespace RG1007.Configured.Before
{
    public sealed class Orders(IConnectionMultiplexer redis)
    {
        public async Task<bool> KnowsAsync(string id)
        {
            await using (redis.ConfigureAwait(false)) // expect: RG1007
            {
                return await redis.GetDatabase().KeyExistsAsync(id);
            }
        }

        public async Task<TimeSpan> PingAsync()
        {
            await using var _ = redis.ConfigureAwait(false); // expect: RG1007
            return await redis.GetDatabase().PingAsync();
        }
    }
}

namespace RG1007.Configured.After
{
    public sealed class Orders(IConnectionMultiplexer redis)
    {
        public Task<bool> KnowsAsync(string id) => redis.GetDatabase().KeyExistsAsync(id);

        public async Task<bool> KnowsThereAsync(string configuration, string id)
        {
            var there = await ConnectionMultiplexer.ConnectAsync(configuration); // allow: RG1001
            await using (there.ConfigureAwait(false))
            {
                return await there.GetDatabase().KeyExistsAsync(id) || await redis.GetDatabase().KeyExistsAsync(id);
            }
        }
    }
}

namespace RG1007.Endpoint.Before
{
    public static class Endpoints
    {
        public static void MapCounters(this IEndpointRouteBuilder routes)
        {
            routes.MapPost("/count/{name}", async (string name, ConnectionMultiplexer redis) =>
            {
                using (redis) // expect: RG1007
                {
                    return await redis.GetDatabase().StringIncrementAsync(name);
                }
            });
            routes.MapGet("/alive", (IConnectionMultiplexer redis) =>
            {
                try
                {
                    return redis.IsConnected;
                }
                finally
                {
                    redis.Dispose(); // expect: RG1007
                }
            });
            routes.MapDelete("/count/{name}", Remove);
        }

        private static IResult Remove(string name, IConnectionMultiplexer redis)
        {
            using var mine = redis; // expect: RG1007
            return mine.GetDatabase().KeyDelete(name) ? Results.NoContent() : Results.NotFound();
        }
    }
}

namespace RG1007.Endpoint.After
{
    public static class Endpoints
    {
        public static void MapCounters(this IEndpointRouteBuilder routes)
        {
            routes.MapPost("/count/{name}", async (string name, ConnectionMultiplexer redis) => await redis.GetDatabase().StringIncrementAsync(name));
            routes.MapGet("/alive", (IConnectionMultiplexer redis) => redis.IsConnected);
            routes.MapDelete("/count/{name}", Remove);
        }

        private static IResult Remove(string name, IConnectionMultiplexer redis)
            => redis.GetDatabase().KeyDelete(name) ? Results.NoContent() : Results.NotFound();
    }
}

namespace RG1007.SeenAs.Before
{
    public sealed class Shutter(IConnectionMultiplexer first, IConnectionMultiplexer second, IServer server)
    {
        public void Plain()
        {
            if (first is ConnectionMultiplexer plain)
            {
                plain.Dispose(); // expect: RG1007
            }
        }

        public void Chosen(int number)
        {
            var chosen = number switch { 1 => first, 2 => second, _ => throw new ArgumentOutOfRangeException(nameof(number)) };
            chosen.GetDatabase().Ping();
            chosen.Close(); // expect: RG1007
        }

        public void Behind()
        {
            var here = server;
            var behind = here.Multiplexer;
            behind.Dispose(); // expect: RG1007
        }

        public async Task EitherAsync(IConnectionMultiplexer? given)
        {
            var either = given ?? first;
            await either.GetDatabase().PingAsync();
            await either.DisposeAsync(); // expect: RG1007
        }
    }
}

namespace RG1007.SeenAs.After
{
    public sealed class Shutter(IConnectionMultiplexer first, IConnectionMultiplexer second, IServer server)
    {
        public string Plain() => first is ConnectionMultiplexer plain ? plain.ClientName : second.ClientName;

        public void Behind() => server.Multiplexer.GetDatabase().Ping();

        public async Task EitherAsync(IConnectionMultiplexer? given, string configuration)
        {
            var either = given ?? await ConnectionMultiplexer.ConnectAsync(configuration); // allow: RG1001
            await either.GetDatabase().PingAsync();
            await either.DisposeAsync();
        }
    }
}

namespace RG1007.AnothersStatic.Before
{
    public static class Store
    {
        private static readonly object s_gate = new();
        private static readonly ConcurrentDictionary<string, Lazy<ConnectionMultiplexer>> s_byHost = new();
        private static Task<ConnectionMultiplexer>? s_opening;
        private static ConnectionMultiplexer? s_other;

        public static ConnectionMultiplexer Other
        {
            get
            {
                lock (s_gate)
                {
                    return s_other ??= ConnectionMultiplexer.Connect("other");
                }
            }
        }

        public static ConnectionMultiplexer Of(string host) => s_byHost.GetOrAdd(host, name => new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(name))).Value;

        public static Task<ConnectionMultiplexer> GetAsync()
        {
            lock (s_gate)
            {
                return s_opening ??= ConnectionMultiplexer.ConnectAsync("main");
            }
        }
    }

    public sealed class Prices
    {
        public RedisValue Of(string id)
        {
            using var redis = Store.Other; // expect: RG1007
            return redis.GetDatabase().StringGet(id);
        }

        public RedisValue At(string host, string id)
        {
            using (var redis = Store.Of(host)) // expect: RG1007
            {
                return redis.GetDatabase().StringGet(id);
            }
        }

        public async Task<RedisValue> LaterAsync(string id)
        {
            await using var redis = await Store.GetAsync().ConfigureAwait(false); // expect: RG1007
            return await redis.GetDatabase().StringGetAsync(id);
        }

        public RedisValue Closing(string id)
        {
            var redis = Store.Other;
            var price = redis.GetDatabase().StringGet(id);
            redis.Close(); // expect: RG1007
            return price;
        }
    }
}

namespace RG1007.AnothersStatic.After
{
    public static class Store
    {
        private static readonly Lazy<ConnectionMultiplexer> s_other = new(() => ConnectionMultiplexer.Connect("other"));

        public static ConnectionMultiplexer Other => s_other.Value;

        public static ConnectionMultiplexer Open(string host) => ConnectionMultiplexer.Connect(host);
    }

    public sealed class Prices
    {
        public RedisValue Of(string id) => Store.Other.GetDatabase().StringGet(id);

        public RedisValue At(string host, string id)
        {
            using var redis = Store.Open(host); // allow: RG1001
            return redis.GetDatabase().StringGet(id);
        }
    }

    public sealed class Host
    {
        public void ShutDownEverything()
        {
            Store.Other.Close();
            Console.WriteLine("closed");
        }

        public static void Main()
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Store.Other.Dispose();
            Console.WriteLine(new Prices().Of("a"));
            Store.Other.Dispose();
        }
    }
}

namespace RG1007.AnothersObject.Before
{
    public sealed class Connections : IDisposable
    {
        private readonly Lazy<ConnectionMultiplexer> _redis;

        public Connections(string configuration) => _redis = new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(configuration));

        public ConnectionMultiplexer Redis => _redis.Value;

        public void Dispose()
        {
            if (_redis.IsValueCreated)
            {
                _redis.Value.Dispose();
            }
        }
    }

    public sealed class Carts(Connections connections)
    {
        public long Count(string id)
        {
            using var redis = connections.Redis; // expect: RG1007
            return redis.GetDatabase().HashLength(id);
        }
    }
}

namespace RG1007.AnothersObject.After
{
    public sealed class Connections(string configuration) : IDisposable
    {
        private readonly Lazy<ConnectionMultiplexer> _redis = new(() => ConnectionMultiplexer.Connect(configuration));

        public ConnectionMultiplexer Redis => _redis.Value;

        public ConnectionMultiplexer OpenOne() => ConnectionMultiplexer.Connect(configuration);

        public void Dispose()
        {
            if (_redis.IsValueCreated)
            {
                _redis.Value.Dispose();
            }
        }
    }

    public sealed class Carts(Connections connections)
    {
        public long Count(string id) => connections.Redis.GetDatabase().HashLength(id);

        public long CountApart(string id)
        {
            using var redis = connections.OpenOne(); // allow: RG1001
            return redis.GetDatabase().HashLength(id);
        }

        public static long CountOnce(string configuration, string id)
        {
            var own = new Connections(configuration);
            using var redis = own.Redis;
            return redis.GetDatabase().HashLength(id);
        }
    }
}

namespace RG1007.MadeFromGiven.Before
{
    public sealed class Locks(IConnectionMultiplexer redis)
    {
        public Lock Take(string name) => new(redis, name);
    }

    public sealed class Lock : IDisposable
    {
        private readonly IConnectionMultiplexer _redis;
        private readonly string _name;

        public Lock(IConnectionMultiplexer redis, string name) => (_redis, _name) = (redis, name);

        public bool Held => _redis.GetDatabase().KeyExists(_name);

        public void Dispose()
        {
            _redis.GetDatabase().KeyDelete(_name);
            _redis.Dispose(); // expect: RG1007
        }
    }
}

namespace RG1007.MadeFromGiven.After
{
    public sealed class Locks(IConnectionMultiplexer redis, string configuration)
    {
        public Lock Take(string name) => new(redis, name, owns: false);

        public Lock TakeApart(string name) => new(ConnectionMultiplexer.Connect(configuration), name, owns: true);
    }

    public sealed class Lock : IDisposable
    {
        private readonly IConnectionMultiplexer _redis;
        private readonly string _name;
        private readonly bool _owns;

        public Lock(IConnectionMultiplexer redis, string name, bool owns) => (_redis, _name, _owns) = (redis, name, owns);

        public void Dispose()
        {
            _redis.GetDatabase().KeyDelete(_name);
            if (_owns)
            {
                _redis.Dispose();
            }
        }
    }
}
