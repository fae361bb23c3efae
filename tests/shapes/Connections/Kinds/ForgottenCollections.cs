// Several connections in a private collection of a type that can be disposed: its Dispose closes each of them, or forgets them all.
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace Kinds.ForgottenCollections.Forgotten
{
    public sealed class Listed : IDisposable
    {
        private readonly List<ConnectionMultiplexer> _all = new();

        public void Add(string host) => _all.Add(ConnectionMultiplexer.Connect(host)); // expect: RG1003

        public void PingAll()
        {
            foreach (var redis in _all)
            {
                redis.GetDatabase().Ping();
            }
        }

        public void Dispose() => _all.Clear();
    }

    public sealed class Tenants : IDisposable
    {
        private readonly Dictionary<string, ConnectionMultiplexer> _all = new();
        private readonly Timer _timer;

        public Tenants(IEnumerable<string> hosts)
        {
            foreach (string host in hosts)
            {
                _all[host] = ConnectionMultiplexer.Connect(host); // expect: RG1003
            }

            _timer = new Timer(_ => Ping(), null, 1000, 1000);
        }

        private void Ping()
        {
            foreach (var redis in _all.Values)
            {
                redis.GetDatabase().Ping();
            }
        }

        public void Dispose() => _timer.Dispose();
    }

    public sealed class Arrayed : IDisposable
    {
        private readonly ConnectionMultiplexer[] _pool;
        private int _next;

        public Arrayed(string host, int size) => _pool = Enumerable.Range(0, size).Select(_ => ConnectionMultiplexer.Connect(host)).ToArray(); // expect: RG1003

        public IDatabase Next() => _pool[Interlocked.Increment(ref _next) % _pool.Length].GetDatabase();

        public void Dispose()
        {
        }
    }
}

namespace Kinds.ForgottenCollections.Closed
{
    public sealed class Listed : IDisposable
    {
        private readonly List<ConnectionMultiplexer> _all = new();

        public void Add(string host) => _all.Add(ConnectionMultiplexer.Connect(host));

        public void Dispose() => _all.ForEach(redis => redis.Dispose());
    }

    public sealed class Awaited : IAsyncDisposable
    {
        private readonly ConcurrentBag<ConnectionMultiplexer> _all = new();

        public async Task AddAsync(string host) => _all.Add(await ConnectionMultiplexer.ConnectAsync(host));

        public async ValueTask DisposeAsync() => await Task.WhenAll(_all.Select(redis => redis.CloseAsync()));
    }

    public sealed class Drained : IDisposable
    {
        private readonly ConcurrentQueue<ConnectionMultiplexer> _all = new();

        public Drained(string host, int size)
        {
            for (int i = 0; i < size; i++)
            {
                _all.Enqueue(ConnectionMultiplexer.Connect(host));
            }
        }

        public void Dispose()
        {
            while (_all.TryDequeue(out ConnectionMultiplexer? redis))
            {
                redis.Dispose();
            }
        }
    }

    public sealed class Undone : IDisposable
    {
        private readonly Stack<Action> _undo = new();
        private readonly IDatabase _db;

        public Undone(string host)
        {
            var redis = ConnectionMultiplexer.Connect(host);
            _undo.Push(redis.Dispose);
            _db = redis.GetDatabase();
        }

        public void Ping() => _db.Ping();

        public void Dispose()
        {
            while (_undo.TryPop(out Action? undo))
            {
                undo();
            }
        }
    }

    // Others have it as well.
    public sealed class Shown : IDisposable
    {
        private readonly List<ConnectionMultiplexer> _all = new();

        public IReadOnlyList<ConnectionMultiplexer> All => _all;

        public void Add(string host) => _all.Add(ConnectionMultiplexer.Connect(host));

        public void Dispose() => Console.WriteLine(All.Count);
    }
}

namespace Kinds.ForgottenCollections.PutBack
{
    public sealed class LookedUp : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, IConnectionMultiplexer> _tenants = new();

        public IDatabase For(string tenant)
        {
            lock (_gate)
            {
                if (!_tenants.TryGetValue(tenant, out var redis))
                {
                    redis = ConnectionMultiplexer.Connect(tenant); // expect: RG1003
                    _tenants.Add(tenant, redis);
                }

                return redis.GetDatabase();
            }
        }

        public void Dispose() => _tenants.Clear();
    }

    public sealed class InTurn : IDisposable
    {
        private readonly Queue<ConnectionMultiplexer> _turns = new();

        public InTurn(int count)
        {
            for (int i = 0; i < count; i++)
            {
                _turns.Enqueue(ConnectionMultiplexer.Connect("localhost")); // expect: RG1003
            }
        }

        public void Use(Action<IDatabase> work)
        {
            var next = _turns.Dequeue();
            work(next.GetDatabase());
            _turns.Enqueue(next);
        }

        public void Dispose() => GC.SuppressFinalize(this);
    }

    public sealed class Queried : IDisposable
    {
        private readonly Dictionary<string, IConnectionMultiplexer> _all;

        public Queried(IEnumerable<string> hosts)
            => _all = hosts.ToDictionary(host => host, host => (IConnectionMultiplexer)ConnectionMultiplexer.Connect(host)); // expect: RG1003

        public IDatabase For(string host) => _all[host].GetDatabase();

        public void Dispose() => GC.SuppressFinalize(this);
    }

    public sealed class TakenOut : IDisposable
    {
        private readonly ConcurrentBag<ConnectionMultiplexer> _free = new();
        private readonly ConcurrentBag<ConnectionMultiplexer> _busy = new();

        public TakenOut(string host) => _free.Add(ConnectionMultiplexer.Connect(host));

        public void Use(Action<IDatabase> work)
        {
            if (_free.TryTake(out var redis))
            {
                _busy.Add(redis);
                work(redis.GetDatabase());
            }
        }

        public void Dispose()
        {
            foreach (var redis in _busy)
            {
                redis.Dispose();
            }
        }
    }

    public sealed class DrainedTurns : IDisposable
    {
        private readonly Queue<ConnectionMultiplexer> _turns = new();

        public DrainedTurns(string host) => _turns.Enqueue(ConnectionMultiplexer.Connect(host));

        public IDatabase Next()
        {
            var next = _turns.Dequeue();
            _turns.Enqueue(next);
            return next.GetDatabase();
        }

        public void Dispose()
        {
            while (_turns.TryDequeue(out var redis))
            {
                redis.Dispose();
            }
        }
    }

    public sealed class QueriedAndClosed : IDisposable
    {
        private readonly Dictionary<string, IConnectionMultiplexer> _all;

        public QueriedAndClosed(IEnumerable<string> hosts)
            => _all = hosts.ToDictionary(host => host, host => (IConnectionMultiplexer)ConnectionMultiplexer.Connect(host));

        public IDatabase For(string host) => _all[host].GetDatabase();

        public void Dispose()
        {
            foreach (var (_, redis) in _all)
            {
                redis.Dispose();
            }
        }
    }

    public sealed class GivenAway : IDisposable
    {
        private readonly Stack<ConnectionMultiplexer> _spare = new();

        public GivenAway(string host) => _spare.Push(ConnectionMultiplexer.Connect(host));

        public async Task<IConnectionMultiplexer> TakeAsync()
        {
            await Task.Yield();
            return _spare.Pop();
        }

        public void Dispose() => GC.SuppressFinalize(this);
    }
}
