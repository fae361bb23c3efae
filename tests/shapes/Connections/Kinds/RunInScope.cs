// What a scope registers, it may also run to the end: the connection then lives as long as its users. And helpers that only start-up code calls.
using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Kinds.RunInScope.Registered
{
    public static class WebProgram
    {
        public static async Task Main(string[] args)
        {
            var builder = WebApplication.CreateBuilder(args);
            await using var redis = await ConnectionMultiplexer.ConnectAsync("localhost");
            builder.Services.AddSingleton<IConnectionMultiplexer>(_ => redis);
            var app = builder.Build();
            await app.RunAsync();
        }
    }

    public static class WorkerProgram
    {
        public static void Main(string[] args)
        {
            var builder = Host.CreateApplicationBuilder(args);
            using var redis = ConnectionMultiplexer.Connect("localhost");
            builder.Services.AddSingleton<IConnectionMultiplexer>(redis);
            using var host = builder.Build();
            host.Run();
        }
    }

    public static class Tool
    {
        public static void Main()
        {
            var services = new ServiceCollection();
            using var redis = ConnectionMultiplexer.Connect("localhost");
            services.AddSingleton(redis.GetDatabase());
            using var provider = services.BuildServiceProvider();
            Console.WriteLine(provider.GetRequiredService<IDatabase>().Ping());
        }
    }

    public static class Extensions
    {
        public static IServiceCollection AddCache(this IServiceCollection services)
        {
            using var redis = ConnectionMultiplexer.Connect("localhost"); // expect: RG1008
            return services.AddSingleton(redis.GetDatabase());
        }
    }
}

namespace Kinds.RunInScope.Helpers
{
    public static class Program
    {
        public static void Main(string[] args)
        {
            var app = WebApplication.Create(args);
            Seed.Run("localhost");
            app.MapGet("/flags", () => Flags.Count("localhost"));
            app.MapGet("/cart/{id}", async (string id) => { var database = await OpenAsync(); return (string?)await database.StringGetAsync(id); });
            app.MapGet("/size", Sizes.OfAll);
            app.Run();

            async Task<IDatabase> OpenAsync()
            {
                var redis = await ConnectionMultiplexer.ConnectAsync("localhost"); // expect: RG1001|RG1002
                return redis.GetDatabase();
            }
        }
    }

    internal static class Seed
    {
        public static long Run(string host)
        {
            using var redis = ConnectionMultiplexer.Connect(host);
            return redis.GetDatabase(2).SetAdd("features", new RedisValue[] { "dark", "fast" });
        }
    }

    internal static class Flags
    {
        public static long Count(string host)
        {
            using var redis = ConnectionMultiplexer.Connect(host); // expect: RG1001
            return redis.GetDatabase(2).SetLength("features");
        }
    }

    internal static class Sizes
    {
        public static long OfAll()
        {
            using var redis = ConnectionMultiplexer.Connect("localhost"); // expect: RG1001
            return redis.GetDatabase(2).SetLength("features");
        }
    }
}
