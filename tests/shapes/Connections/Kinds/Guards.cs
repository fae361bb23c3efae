// A lock, a semaphore or a swap guards a fill only if the question is asked again inside it, or the loser is closed.
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using System.Threading;
using System;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Kinds.Guards.Locks
{
    public sealed class OneInstance(string cs) : IDisposable
    {
        private readonly object _gate = new();
        private ConnectionMultiplexer? _mux;
        public IDatabase Db()
        {
            if (_mux == null)
            {
                lock (_gate)
                {
                    _mux = ConnectionMultiplexer.Connect(cs); // expect: RG1006|RG1004
                }
            }
            return _mux.GetDatabase();
        }
        public void Dispose() => _mux?.Dispose();
    }
    public static class TwoSemaphore
    {
        private static readonly SemaphoreSlim Gate = new(1, 1);
        private static ConnectionMultiplexer? _mux;
        public static async Task<IDatabase> Db(string cs)
        {
            if (_mux is null)
            {
                await Gate.WaitAsync();
                try
                {
                    _mux = await ConnectionMultiplexer.ConnectAsync(cs); // expect: RG1006|RG1004
                }
                finally { Gate.Release(); }
            }
            return _mux.GetDatabase();
        }
    }
    public static class ThreeNotConnected
    {
        private static readonly object Gate = new();
        private static ConnectionMultiplexer? _mux;
        public static ConnectionMultiplexer Instance
        {
            get
            {
                if (_mux == null || !_mux.IsConnected)
                {
                    lock (Gate)
                    {
                        if (_mux == null || !_mux.IsConnected)
                        {
                            _mux = ConnectionMultiplexer.Connect("localhost"); // expect: RG1004
                        }
                    }
                }
                return _mux;
            }
        }
    }
    public static class Good
    {
        private static readonly object Gate = new();
        private static ConnectionMultiplexer? _mux;
        public static ConnectionMultiplexer A() { lock (Gate) { return _mux ??= ConnectionMultiplexer.Connect("localhost"); } }
        public static ConnectionMultiplexer B()
        {
            if (_mux != null) return _mux;
            lock (Gate)
            {
                if (_mux != null) return _mux;
                _mux = ConnectionMultiplexer.Connect("localhost");
                return _mux;
            }
        }
    }
}

namespace Kinds.Guards.Swaps
{
    public static class L
    {
        private static ConnectionMultiplexer? _a, _b, _c, _d;
        public static ConnectionMultiplexer A()
        {
            var have = _a;
            if (have != null) return have;
            var fresh = ConnectionMultiplexer.Connect("localhost"); // expect: RG1006|RG1002
            return Interlocked.CompareExchange(ref _a, fresh, null) ?? fresh;
        }
        public static async Task<ConnectionMultiplexer> B()
        {
            if (_b is null)
            {
                var fresh = await ConnectionMultiplexer.ConnectAsync("localhost");
                if (Interlocked.CompareExchange(ref _b, fresh, null) is not null) await fresh.DisposeAsync();
            }
            return _b!;
        }
        public static void C() => Interlocked.Exchange(ref _c, ConnectionMultiplexer.Connect("localhost")); // expect: RG1004|RG1006
        public static void D()
        {
            var old = Interlocked.Exchange(ref _d, ConnectionMultiplexer.Connect("localhost"));
            if (old is not null) _ = Task.Run(async () => { await Task.Delay(30_000); await old.CloseAsync(); });
        }
        public static IDatabase Db() => (_a ?? _b ?? _c ?? _d)!.GetDatabase();
    }
}

namespace Kinds.Guards.Names
{
    public class OrdersController : ControllerBase
    {
        private static ConnectionMultiplexer? _mux, _other, _third;
        [HttpGet("{id}")]
        public async Task<string?> LoadOrder(string id)
        {
            if (_mux == null) _mux = await ConnectionMultiplexer.ConnectAsync("localhost"); // expect: RG1006
            return await _mux.GetDatabase().StringGetAsync(id);
        }
        [HttpPost("{id}")]
        public async Task OpenOrder(string id)
        {
            _other ??= await ConnectionMultiplexer.ConnectAsync("localhost"); // expect: RG1006
            await _other.GetDatabase().StringSetAsync(id, 1);
        }
        [HttpPut("{id}")]
        public async Task StartCheckout(string id)
        {
            if (_third is null || !_third.IsConnected) _third = await ConnectionMultiplexer.ConnectAsync("localhost"); // expect: RG1006|RG1004
            await _third.GetDatabase().StringSetAsync(id, 1);
        }
    }
}

namespace Kinds.Guards.Unrelated
{
    public static class Unrelated
    {
        private static readonly SemaphoreSlim Throttle = new(10);
        private static readonly ManualResetEvent Ready = new(true);
        private static int _calls;
        private static ConnectionMultiplexer? _a, _b, _c, _d;
        public static async Task<string?> A(string k)
        {
            _a ??= await ConnectionMultiplexer.ConnectAsync("localhost"); // expect: RG1006
            await Throttle.WaitAsync();
            try { return await _a.GetDatabase().StringGetAsync(k); }
            finally { Throttle.Release(); }
        }
        public static string? B(string k)
        {
            Ready.WaitOne();
            if (_b == null) _b = ConnectionMultiplexer.Connect("localhost"); // expect: RG1006
            return _b.GetDatabase().StringGet(k);
        }
        public static string? C(string k)
        {
            Interlocked.CompareExchange(ref _calls, 0, 1000);
            if (_c == null) _c = ConnectionMultiplexer.Connect("localhost"); // expect: RG1006
            return _c.GetDatabase().StringGet(k);
        }
        public static string? D(string k)
        {
            if (_d == null) _d = ConnectionMultiplexer.Connect("localhost"); // expect: RG1006
            return _d.GetDatabase().StringGet(k);
        }
    }
}

namespace Kinds.Guards.Instances
{
    public class Repo1
    {
        private static ConnectionMultiplexer? _c;
        public Repo1() { if (_c is null) _c = ConnectionMultiplexer.Connect("a"); } // expect: RG1006
        public IDatabase Db => _c!.GetDatabase();
    }
    public class Repo2
    {
        private static ConnectionMultiplexer? _c;
        public Repo2() { _c ??= ConnectionMultiplexer.Connect("a"); } // expect: RG1006
        public IDatabase Db => _c!.GetDatabase();
    }
    public class Repo3
    {
        private static ConnectionMultiplexer? _c;
        public Repo3() { if (_c == null || !_c.IsConnected) _c = ConnectionMultiplexer.Connect("a"); } // expect: RG1004|RG1006
        public IDatabase Db => _c!.GetDatabase();
    }
    public class Repo4
    {
        public static IConnectionMultiplexer? Shared { get; private set; }
        public Repo4(string cs) { Shared = ConnectionMultiplexer.Connect(cs); } // expect: RG1004|RG1001|RG1003
        public IDatabase Db => Shared!.GetDatabase();
    }
    public class Repo5
    {
        private static readonly object Gate = new();
        private static ConnectionMultiplexer? _c;
        public Repo5() { lock (Gate) { _c ??= ConnectionMultiplexer.Connect("a"); } }
        public IDatabase Db => _c!.GetDatabase();
    }
    public class Repo6
    {
        private static ConnectionMultiplexer? _c;
        public Repo6() => Init();
        private static void Init() { if (_c == null) _c = ConnectionMultiplexer.Connect("a"); } // allow: RG1006
        public IDatabase Db => _c!.GetDatabase();
    }
}

namespace Kinds.Guards.More
{
    public static class G1
    {
        private static readonly SemaphoreSlim One = new(1, 1);
        private static readonly AutoResetEvent Door = new(true);
        private static readonly ReaderWriterLockSlim Rw = new();
        private static ConnectionMultiplexer? _a, _b, _c, _d, _e, _f;
        private static int _opening;
        public static async Task<IDatabase> A()
        {
            if (_a != null) return _a.GetDatabase();
            await One.WaitAsync();
            try { _a = await ConnectionMultiplexer.ConnectAsync("x"); return _a.GetDatabase(); } // expect: RG1006|RG1004
            finally { One.Release(); }
        }
        public static async Task<IDatabase> A2()
        {
            if (_a != null) return _a.GetDatabase();
            await One.WaitAsync();
            try { if (_a == null) _a = await ConnectionMultiplexer.ConnectAsync("x"); return _a.GetDatabase(); }
            finally { One.Release(); }
        }
        public static IDatabase B()
        {
            if (_b is null) { Rw.EnterWriteLock(); try { _b ??= ConnectionMultiplexer.Connect("x"); } finally { Rw.ExitWriteLock(); } }
            return _b.GetDatabase();
        }
        public static IDatabase C()
        {
            if (_c == null) { lock (typeof(G1)) { if (_b == null) _c = ConnectionMultiplexer.Connect("x"); } } // expect: RG1006|RG1004
            return _c!.GetDatabase();
        }
        public static IDatabase D()
        {
            lock (One) { if (_d == null) Console.WriteLine("opening"); }
            return (_d ??= ConnectionMultiplexer.Connect("x")).GetDatabase(); // expect: RG1006
        }
        public static IDatabase E()
        {
            Door.WaitOne();
            try { return (_e ??= ConnectionMultiplexer.Connect("x")).GetDatabase(); } finally { Door.Set(); }
        }
        public static IDatabase? F()
        {
            if (_f == null && Interlocked.CompareExchange(ref _opening, 1, 0) == 0) _f = ConnectionMultiplexer.Connect("x");
            return _f?.GetDatabase();
        }
    }
}

namespace Kinds.Guards.Statics
{
    public sealed class LegacyCache
    {
        public static IConnectionMultiplexer? Redis;
        public LegacyCache(IOptions<RedisOptions> o) { Redis = ConnectionMultiplexer.Connect(o.Value.Cs); } // expect: RG1004|RG1001|RG1003
    }
    public sealed class RedisOptions { public string Cs { get; set; } = ""; }
    public sealed class OnceCache
    {
        public static IConnectionMultiplexer? Redis;
        public OnceCache(IOptions<RedisOptions> o) { Redis = ConnectionMultiplexer.Connect(o.Value.Cs); }
        public static void Add(IServiceCollection s) => s.AddSingleton<OnceCache>();
    }
    public sealed class LockedCache
    {
        private static readonly object L = new();
        private static ConnectionMultiplexer? _m;
        public LockedCache() { if (_m == null) lock (L) { if (_m == null) _m = ConnectionMultiplexer.Connect("x"); } }
        public IDatabase Db => _m!.GetDatabase();
    }
}
