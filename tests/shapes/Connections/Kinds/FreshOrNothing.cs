// A helper that gives a connection or null gives nobody else's. And a property of somebody else's object that two callers fill.
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace Kinds.FreshOrNothing
{
    public static class Opening
    {
        private static readonly ConcurrentDictionary<string, ConnectionMultiplexer> s_known = new();

        public static ConnectionMultiplexer? TryOpen(string host)
        {
            try
            {
                return ConnectionMultiplexer.Connect(host);
            }
            catch (RedisConnectionException)
            {
                return null;
            }
        }

        public static async Task<IConnectionMultiplexer?> OpenIfAsync(bool wanted)
            => wanted ? await ConnectionMultiplexer.ConnectAsync("localhost") : null;

        public static ConnectionMultiplexer? FindOrOpen(string host, bool wanted)
        {
            if (s_known.TryGetValue(host, out ConnectionMultiplexer? known))
            {
                return known;
            }

            return wanted ? ConnectionMultiplexer.Connect(host) : null;
        }
    }

    public sealed class Uses
    {
        public string? Drops(string key)
        {
            var redis = Opening.TryOpen("localhost"); // expect: RG1002
            if (redis == null)
            {
                return null;
            }

            return redis.GetDatabase().StringGet(key);
        }

        public string? Churns(string key)
        {
            using var redis = Opening.TryOpen("localhost"); // expect: RG1001
            return redis?.GetDatabase().StringGet(key);
        }

        public async Task<TimeSpan> DropsAsync()
        {
            var redis = await Opening.OpenIfAsync(true); // expect: RG1002
            return redis is null ? TimeSpan.Zero : await redis.GetDatabase().PingAsync();
        }

        // It may be everybody's.
        public string? Finds(string key) => Opening.FindOrOpen("localhost", true)?.GetDatabase().StringGet(key);
    }

    public sealed class Tenant(string host)
    {
        public IConnectionMultiplexer? Redis { get; set; }

        public IConnectionMultiplexer Open() => ConnectionMultiplexer.Connect(host);
    }

    public sealed class Tenants
    {
        private readonly Dictionary<string, Tenant> _all = new();
        private readonly object _gate = new();

        public IConnectionMultiplexer Get(string name)
        {
            var tenant = _all[name];
            return tenant.Redis ??= tenant.Open(); // expect: RG1006
        }

        public IDatabase GetDb(string name)
        {
            if (_all[name].Redis == null)
            {
                _all[name].Redis = ConnectionMultiplexer.Connect(name); // expect: RG1006
            }

            return _all[name].Redis!.GetDatabase();
        }

        public IConnectionMultiplexer GetOne(string name)
        {
            lock (_gate)
            {
                var tenant = _all[name];
                return tenant.Redis ??= tenant.Open();
            }
        }

        // Nobody else has it yet.
        public Tenant Make(string name)
        {
            var tenant = new Tenant(name);
            tenant.Redis ??= tenant.Open();
            return tenant;
        }

        public void Configure(Tenant tenant) => tenant.Redis ??= tenant.Open();
    }
}
