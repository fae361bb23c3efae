// A type that opens for itself and is made by requests alone; what is kept in the request's own items; a base type whose derived types are registered.
using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Kinds.MadeByRequests.OnlyThere
{
    public sealed class Repo(string host) : IDisposable
    {
        private readonly ConnectionMultiplexer _redis = ConnectionMultiplexer.Connect(host); // expect: RG1001

        public string? Get(string key) => _redis.GetDatabase().StringGet(key);

        public void Dispose() => _redis.Dispose();
    }

    public sealed class RepoController : ControllerBase
    {
        [HttpGet]
        public string? Get(string key)
        {
            using var repo = new Repo("localhost"); // allow: RG1001
            return repo.Get(key);
        }
    }

    public sealed class Session : IAsyncDisposable
    {
        private readonly Task<ConnectionMultiplexer> _redis;

        public Session(string host) => _redis = ConnectionMultiplexer.ConnectAsync(host); // expect: RG1001

        public async Task<bool> SetAsync(string key, string value) => await (await _redis).GetDatabase().StringSetAsync(key, value);

        public async ValueTask DisposeAsync() => await (await _redis).DisposeAsync();
    }

    public static class SessionEndpoints
    {
        public static void Map(WebApplication app) => app.MapPost("/{key}", async (string key, IConfiguration configuration) =>
        {
            await using var session = new Session(configuration["Redis"]!);
            return await session.SetAsync(key, "1");
        });
    }

    // Made by requests, and kept by whoever comes first.
    public sealed class Lazily(string host) : IDisposable
    {
        private readonly ConnectionMultiplexer _redis = ConnectionMultiplexer.Connect(host);

        public string? Get(string key) => _redis.GetDatabase().StringGet(key);

        public void Dispose() => _redis.Dispose();
    }

    public sealed class LazilyController : ControllerBase
    {
        private static readonly object s_gate = new();
        private static Lazily? s_one;

        [HttpGet]
        public string? Get(string key)
        {
            lock (s_gate)
            {
                s_one ??= new Lazily("localhost");
                return s_one.Get(key);
            }
        }
    }

    // Made at start-up as well.
    public sealed class Twice(string host) : IDisposable
    {
        private readonly ConnectionMultiplexer _redis = ConnectionMultiplexer.Connect(host);

        public string? Get(string key) => _redis.GetDatabase().StringGet(key);

        public void Dispose() => _redis.Dispose();
    }

    public sealed class TwiceController : ControllerBase
    {
        [HttpGet]
        public string? Get(string key)
        {
            using var one = new Twice("localhost");
            return one.Get(key);
        }
    }

    public static class TwiceProgram
    {
        public static void Main()
        {
            using var one = new Twice("localhost");
            Console.WriteLine(one.Get("a"));
        }
    }
}

namespace Kinds.MadeByRequests.Items
{
    public sealed class Holder(IConnectionMultiplexer redis)
    {
        public IDatabase Db => redis.GetDatabase();
    }

    public static class HttpRedis
    {
        public static IDatabase Redis(this HttpContext context)
        {
            if (context.Items["redis"] is not ConnectionMultiplexer redis)
            {
                context.Items["redis"] = redis = ConnectionMultiplexer.Connect("localhost"); // expect: RG1001
            }

            return redis.GetDatabase();
        }

        public static async Task<IDatabase> HeldAsync(HttpContext context)
        {
            var redis = await ConnectionMultiplexer.ConnectAsync("localhost"); // expect: RG1001
            context.Items["holder"] = new Holder(redis);
            return redis.GetDatabase();
        }

        public static void Set(HttpContext context) => context.Features.Set(new Holder(ConnectionMultiplexer.Connect("localhost"))); // expect: RG1001
    }
}

namespace Kinds.MadeByRequests.Bases
{
    public abstract class Store<T>
    {
        protected readonly IDatabase Db;

        protected Store(IConfiguration configuration)
        {
            var redis = ConnectionMultiplexer.Connect(configuration["Redis"]!); // expect: RG1001
            Db = redis.GetDatabase();
        }
    }

    public sealed class Orders(IConfiguration configuration) : Store<string>(configuration)
    {
        public string? Get(string id) => Db.StringGet(id);
    }

    public abstract class Root : IDisposable
    {
        private readonly ConnectionMultiplexer _redis;

        protected Root(string host) => _redis = ConnectionMultiplexer.Connect(host);

        public void Dispose() => _redis.Dispose();
    }

    public sealed class Leaf() : Root("localhost");

    public static class Registration
    {
        public static void Add(IServiceCollection services) => services.AddTransient<Orders>().AddSingleton<Leaf>();
    }
}
