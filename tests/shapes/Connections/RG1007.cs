// Closing a connection that is not yours.
using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Mvc;
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
