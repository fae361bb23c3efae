// Places that only look lost: holders of holders, local functions that are kept, locks with other names.
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using System.Threading;
using System;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Kinds.LookAlikesMore
{
    public sealed class SessionPool : IDisposable
    {
        private readonly List<IConnectionMultiplexer> _open = new();
        private readonly object _l = new();
        private int _i;
        public SessionPool(IEnumerable<string> hosts)
        {
            _open.AddRange(hosts.Select(h => ConnectionMultiplexer.Connect(h)));
        }
        public IConnectionMultiplexer Next() { lock (_l) return _open[_i++ % _open.Count]; }
        public void Grow(string host) { lock (_l) _open.Add(ConnectionMultiplexer.Connect(host)); }
        public void Dispose() { foreach (var m in _open) m.Dispose(); }
    }
    public sealed class TaskHolder : IAsyncDisposable
    {
        private readonly Task<ConnectionMultiplexer> _opening;
        public TaskHolder(string cs) => _opening = Task.Run(() => ConnectionMultiplexer.ConnectAsync(cs));
        public async Task<IDatabase> DbAsync() => (await _opening).GetDatabase();
        public async ValueTask DisposeAsync() => await (await _opening).DisposeAsync();
    }
    public sealed class LazyLocal
    {
        private readonly ConcurrentDictionary<string, Lazy<ConnectionMultiplexer>> _all = new();
        public IDatabase For(string h)
        {
            var lazy = new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(h));
            return _all.GetOrAdd(h, lazy).Value.GetDatabase();
        }
        public IDatabase For2(string h)
        {
            var lazy = new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(h));
            if (!_all.TryAdd(h, lazy)) lazy = _all[h];
            return lazy.Value.GetDatabase();
        }
        public void Dispose() { foreach (var l in _all.Values) if (l.IsValueCreated) l.Value.Dispose(); }
    }
    public static class Fn
    {
        public static Func<IConnectionMultiplexer> Opener(string cs) { Func<IConnectionMultiplexer> open = () => ConnectionMultiplexer.Connect(cs); return open; }
        public static void Hand(IServiceCollection s, string cs) { Func<IServiceProvider, IConnectionMultiplexer> open = _ => ConnectionMultiplexer.Connect(cs); s.AddSingleton(open); }
        public static IConnectionMultiplexer Or(IConnectionMultiplexer? given, string cs) => given ?? ConnectionMultiplexer.Connect(cs);
        public static async Task<IConnectionMultiplexer> First(params string[] hosts)
        {
            foreach (var h in hosts)
            {
                try { return await ConnectionMultiplexer.ConnectAsync(h); } catch (RedisConnectionException) { }
            }
            throw new InvalidOperationException();
        }
        public static bool TryOpen(string cs, out IConnectionMultiplexer? m)
        {
            m = null;
            var c = ConnectionMultiplexer.Connect(cs);
            if (!c.IsConnected) { c.Dispose(); return false; }
            m = c;
            return true;
        }
        public static void Use1(string cs, Action<IConnectionMultiplexer> run)
        {
            if (TryOpen(cs, out var m)) { try { run(m!); } finally { m!.Dispose(); } } // allow: RG1001
        }
        public static IConnectionMultiplexer? Maybe(string cs) => TryOpen(cs, out var m) ? m : null;
        public static void Keep(string cs, List<IConnectionMultiplexer> into) { if (TryOpen(cs, out var m)) into.Add(m!); }
        public static (IConnectionMultiplexer, ISubscriber) Both(string cs) { var m = ConnectionMultiplexer.Connect(cs); return (m, m.GetSubscriber()); }
        public static (IConnectionMultiplexer, ISubscriber) BothAgain(string cs) => Both(cs);
        public static ISubscriber OnlySub(string cs, List<IDisposable> closeLater) { var (m, s) = Both(cs); closeLater.Add(m); return s; }
    }
    public sealed class HasBoth : IDisposable
    {
        private readonly (IConnectionMultiplexer Redis, ISubscriber Sub) _both;
        private readonly IConnectionMultiplexer _r;
        private readonly ISubscriber _s;
        public HasBoth(string cs) { _both = Fn.Both(cs); (_r, _s) = Fn.Both(cs); }
        public bool Ok => _both.Sub.IsConnected() && _s.IsConnected();
        public void Dispose() { _both.Redis.Dispose(); _r.Dispose(); }
    }
    public sealed class Gate : IAsyncDisposable
    {
        private readonly SemaphoreSlim _sem = new(1);
        private IConnectionMultiplexer? _m;
        public async Task<IDatabase> GetAsync(string cs)
        {
            using (await EnterAsync())
            {
                _m ??= await ConnectionMultiplexer.ConnectAsync(cs);
            }
            return _m.GetDatabase();
        }
        private async Task<IDisposable> EnterAsync() { await _sem.WaitAsync(); return new Leave(_sem); }
        private sealed class Leave(SemaphoreSlim s) : IDisposable { public void Dispose() => s.Release(); }
        public async ValueTask DisposeAsync() { if (_m is not null) await _m.DisposeAsync(); }
    }
    public sealed class ActorLike
    {
        private IConnectionMultiplexer? _m;
        private readonly Channel2 _c = new();
        public Task RunAsync(string cs) => _c.Run(async () => { if (_m == null) _m = await ConnectionMultiplexer.ConnectAsync(cs); await _m.GetDatabase().PingAsync(); });
        public void Dispose() => _m?.Dispose();
        private sealed class Channel2 { public Task Run(Func<Task> f) => f(); }
    }
    public sealed class Poller(ILogger<Poller> log) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken ct)
        {
            ConnectionMultiplexer? m = null;
            while (!ct.IsCancellationRequested)
            {
                try
                {
                    m ??= await ConnectionMultiplexer.ConnectAsync("x");
                    log.LogInformation("{N}", await m.GetDatabase().StringGetAsync("n"));
                }
                catch (RedisConnectionException) { if (m != null) { await m.DisposeAsync(); m = null; } }
                await Task.Delay(1000, ct);
            }
            m?.Dispose();
        }
    }
    public sealed class Migrator
    {
        public void Run(string[] args)
        {
            using var src = ConnectionMultiplexer.Connect(args[0]); // allow: RG1001
            using var dst = ConnectionMultiplexer.Connect(args[1]); // allow: RG1001
            foreach (var k in src.GetServers()[0].Keys()) dst.GetDatabase().StringSet((string)k!, src.GetDatabase().StringGet(k)); // allow: RG4003
        }
    }
    public static class Boot
    {
        public static IServiceCollection AddCaching(this IServiceCollection s, string cs)
        {
            var m = ConnectionMultiplexer.Connect(cs);
            s.AddSingleton<IConnectionMultiplexer>(m); // allow: RG1010
            s.AddScoped(_ => m.GetDatabase());
            s.AddHostedService(_ => new Closer(m));
            return s;
        }
        private sealed class Closer(IConnectionMultiplexer m) : IHostedService { public Task StartAsync(CancellationToken ct) => Task.CompletedTask; public Task StopAsync(CancellationToken ct) => m.CloseAsync(); }
    }
    public sealed class Outer
    {
        private readonly Inner _inner = new();
        public IDatabase Db => _inner.M!.GetDatabase();
        public void Open(string cs) => _inner.M = ConnectionMultiplexer.Connect(cs);
        public void Close() => _inner.M?.Dispose();
        private sealed class Inner { public IConnectionMultiplexer? M; }
    }
    public sealed class FluentBuilder : IDisposable
    {
        private IConnectionMultiplexer? _m;
        public FluentBuilder Connect(string cs) { _m?.Dispose(); _m = ConnectionMultiplexer.Connect(cs); return this; }
        public IConnectionMultiplexer Build() { var m = _m ?? throw new InvalidOperationException(); _m = null; return m; }
        public void Dispose() => _m?.Dispose();
    }
    public sealed class Quotes : ControllerBase
    {
        private static readonly Lazy<ConnectionMultiplexer> L = new(() => ConnectionMultiplexer.Connect("x"));
        private readonly IDatabase _db = L.Value.GetDatabase();
        [HttpGet] public string? Get() => _db.StringGet("q");
        [HttpPost("connect")] public IActionResult Open([FromServices] SessionPool pool, string host) { pool.Grow(host); return Ok(); }
        [HttpPost("share")] public IActionResult Share([FromServices] List<IConnectionMultiplexer> all) { all.Add(ConnectionMultiplexer.Connect("x")); return Ok(); }
    }
}
