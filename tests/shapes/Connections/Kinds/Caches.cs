// A cache in memory is asked for a connection, and gets one that two callers may have opened.
using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Kinds.Caches.Raced
{
    public sealed class Tenants(IMemoryCache cache)
    {
        public IDatabase For(string tenant)
        {
            if (!cache.TryGetValue<IConnectionMultiplexer>(tenant, out var redis))
            {
                redis = ConnectionMultiplexer.Connect(tenant); // expect: RG1006
                cache.Set(tenant, redis);
            }

            return redis!.GetDatabase();
        }

        public async Task<IDatabase> ForAsync(string tenant)
        {
            var redis = cache.Get<ConnectionMultiplexer>(tenant);
            if (redis is null)
            {
                redis = await ConnectionMultiplexer.ConnectAsync(tenant); // expect: RG1006
                cache.Set(tenant, redis, TimeSpan.FromHours(1));
            }

            return redis.GetDatabase();
        }
    }
}

namespace Kinds.Caches.Guarded
{
    public sealed class Tenants(IMemoryCache cache)
    {
        private readonly SemaphoreSlim _gate = new(1, 1);

        public async Task<IDatabase> ForAsync(string tenant)
        {
            await _gate.WaitAsync();
            try
            {
                if (!cache.TryGetValue<IConnectionMultiplexer>(tenant, out var redis))
                {
                    redis = await ConnectionMultiplexer.ConnectAsync(tenant);
                    cache.Set(tenant, redis);
                }

                return redis!.GetDatabase();
            }
            finally
            {
                _gate.Release();
            }
        }
    }

    public sealed class Warming(IMemoryCache cache) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            if (!cache.TryGetValue("redis", out _))
            {
                cache.Set("redis", await ConnectionMultiplexer.ConnectAsync("localhost"));
            }
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    public sealed class Only
    {
        public Only(IMemoryCache cache)
        {
            if (!cache.TryGetValue("only", out IConnectionMultiplexer? redis))
            {
                redis = ConnectionMultiplexer.Connect("localhost");
                cache.Set("only", redis);
            }
        }
    }

    public static class Registration
    {
        public static void Add(IServiceCollection services) => services.AddSingleton<Only>();
    }
}
