// Entries of another type's dictionary, what a base type was given, and commands that outlive their connection in a field.
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace Kinds.KeptElsewhere.Entries
{
    public static class Fleet
    {
        public static readonly Dictionary<string, IConnectionMultiplexer> ByHost = new();
        public static readonly ConcurrentDictionary<int, ConnectionMultiplexer> ByNumber = new();
    }

    public sealed class Shards(IReadOnlyList<string> hosts)
    {
        private readonly object _gate = new();

        public void Rebuild()
        {
            lock (_gate)
            {
                for (var i = 0; i < hosts.Count; i++)
                {
                    Fleet.ByNumber[i] = ConnectionMultiplexer.Connect(hosts[i]); // expect: RG1004
                }
            }
        }

        public void Reload()
        {
            lock (_gate)
            {
                foreach (var host in hosts)
                {
                    Fleet.ByHost[host] = ConnectionMultiplexer.Connect(host); // expect: RG1004
                }
            }
        }

        public void Move(string host) => Fleet.ByHost[host] = ConnectionMultiplexer.Connect(host); // expect: RG1004

        public void RebuildCleanly()
        {
            lock (_gate)
            {
                for (var i = 0; i < hosts.Count; i++)
                {
                    if (Fleet.ByNumber.TryRemove(i, out var old))
                    {
                        old.Dispose();
                    }

                    Fleet.ByNumber[i] = ConnectionMultiplexer.Connect(hosts[i]);
                }
            }
        }

        public void OpenEach()
        {
            lock (_gate)
            {
                foreach (var host in hosts)
                {
                    if (!Fleet.ByHost.ContainsKey(host))
                    {
                        Fleet.ByHost[host] = ConnectionMultiplexer.Connect(host);
                    }
                }
            }
        }
    }
}

namespace Kinds.KeptElsewhere.OfTheBase
{
    public abstract class Repository(IConnectionMultiplexer redis)
    {
        protected IConnectionMultiplexer Redis { get; } = redis;
    }

    public sealed class Orders(IConnectionMultiplexer redis) : Repository(redis), IDisposable
    {
        public long Count() => Redis.GetDatabase().ListLength("orders");
        public void Dispose() => Redis.Dispose(); // expect: RG1007
    }

    public sealed class Stock(IConnectionMultiplexer redis) : Repository(redis), IAsyncDisposable
    {
        public long Count() => Redis.GetDatabase().ListLength("stock");
        public async ValueTask DisposeAsync() => await Redis.CloseAsync(); // expect: RG1007
    }

    public abstract class Kept
    {
        protected readonly IConnectionMultiplexer Redis;
        protected Kept(IConnectionMultiplexer redis) => Redis = redis;
    }

    public sealed class Prices : Kept, IDisposable
    {
        public Prices(IConnectionMultiplexer redis) : base(redis) { }
        public void Dispose() => Redis.Close(); // expect: RG1007
    }

    public sealed class Alone() : Repository(ConnectionMultiplexer.Connect("localhost")), IDisposable
    {
        public long Count() => Redis.GetDatabase().ListLength("alone");
        public void Dispose() => Redis.Dispose();
    }

    public sealed class Made(IConnectionMultiplexer redis) : Repository(redis), IDisposable
    {
        public static Made Open(string host) => new(ConnectionMultiplexer.Connect(host));
        public void Dispose() => Redis.Dispose();
    }
}

namespace Kinds.KeptElsewhere.Commands
{
    public sealed class Writer
    {
        private static readonly List<Task> Pending = new();
        private readonly ConcurrentQueue<Task<bool>> _sent = new();

        public void Add(string host, string key)
        {
            using var redis = ConnectionMultiplexer.Connect(host); // expect: RG1008
            Pending.Add(redis.GetDatabase().StringSetAsync(key, 1));
        }

        public void Enqueue(string host, string key)
        {
            using (var redis = ConnectionMultiplexer.Connect(host)) // expect: RG1008
            {
                var database = redis.GetDatabase();
                _sent.Enqueue(database.KeyDeleteAsync(key));
            }
        }

        public async Task AddAndWaitAsync(string host, string key)
        {
            using var redis = ConnectionMultiplexer.Connect(host); // allow: RG1001
            Pending.Add(redis.GetDatabase().StringSetAsync(key, 1));
            await Task.WhenAll(Pending);
        }

        public async Task OwnListAsync(string host, string[] keys)
        {
            using var redis = ConnectionMultiplexer.Connect(host); // allow: RG1001
            var tasks = new List<Task>();
            foreach (var key in keys)
            {
                tasks.Add(redis.GetDatabase().KeyDeleteAsync(key));
            }

            await Task.WhenAll(tasks);
        }
    }
}
