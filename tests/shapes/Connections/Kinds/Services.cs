// The same kinds in other surroundings: middlewares, endpoints, hosted services, shared dictionaries.
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using System.Threading;
using System;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using StackExchange.Redis;

namespace Kinds.Services
{
    public sealed class Failover : IDisposable
    {
        private IConnectionMultiplexer _active;
        public Failover(string cs) { _active = ConnectionMultiplexer.Connect(cs); _active.ConnectionRestored += (s, e) => { if (e.ConnectionType == ConnectionType.Interactive) { var fresh = ConnectionMultiplexer.Connect(cs); _active = fresh; } }; } // expect: RG1004
        public void Dispose() => _active.Dispose();
    }
    public sealed class Ticking(string cs) : BackgroundService
    {
        private volatile IConnectionMultiplexer? _m;
        protected override async Task ExecuteAsync(CancellationToken ct)
        {
            while (true)
            {
                _m = await ConnectionMultiplexer.ConnectAsync(cs); // expect: RG1004 allow: RG1001
                await Task.Delay(TimeSpan.FromHours(1), ct);
            }
        }
        public override void Dispose() { _m?.Dispose(); base.Dispose(); }
    }
    public sealed class TickingWell(string cs) : BackgroundService
    {
        private volatile IConnectionMultiplexer? _m;
        protected override async Task ExecuteAsync(CancellationToken ct)
        {
            while (!ct.IsCancellationRequested)
            {
                var old = _m;
                _m = await ConnectionMultiplexer.ConnectAsync(cs);
                if (old != null) await old.DisposeAsync();
                await Task.Delay(TimeSpan.FromHours(1), ct);
            }
        }
        public override void Dispose() { _m?.Dispose(); base.Dispose(); }
    }
    public static class Shared
    {
        private static readonly Dictionary<int, ConnectionMultiplexer> ByDb = new();
        public static IConnectionMultiplexer? Main;
        public static void Set(int db, string cs) { lock (ByDb) ByDb[db] = ConnectionMultiplexer.Connect(cs); } // expect: RG1004
        public static IConnectionMultiplexer Get(int db, string cs) { lock (ByDb) { if (!ByDb.TryGetValue(db, out var m)) ByDb[db] = m = ConnectionMultiplexer.Connect(cs); return m; } }
        public static async Task UpdateAsync(string cs) => Interlocked.Exchange(ref Main, await ConnectionMultiplexer.ConnectAsync(cs)); // expect: RG1004|RG1006
        public static async Task UpdateWellAsync(string cs) { var old = Interlocked.Exchange(ref Main, await ConnectionMultiplexer.ConnectAsync(cs)); if (old is not null) await old.CloseAsync(); }
    }
    public class ThingController(IConfigurationRoot2 c) : ControllerBase
    {
        private static IConnectionMultiplexer? s_m;
        [HttpPost("reset")] public IActionResult ResetConnection() { s_m = ConnectionMultiplexer.Connect(c.Cs); return Ok(); } // expect: RG1004|RG1006
        [HttpGet("init")] public async Task<IActionResult> Init() { s_m ??= await ConnectionMultiplexer.ConnectAsync(c.Cs); return Ok(s_m.IsConnected); } // expect: RG1006
    }
    public interface IConfigurationRoot2 { string Cs { get; } }
    public static class Locals
    {
        public static async Task<long> SumAsync(string[] hosts)
        {
            long n = 0;
            IConnectionMultiplexer? m = null;
            foreach (var h in hosts)
            {
                m = await ConnectionMultiplexer.ConnectAsync(h); // expect: RG1002|RG1004|RG1001
                n += await m.GetDatabase().ListLengthAsync("q");
            }
            m?.Dispose();
            return n;
        }
        public static IDatabase Pick(string a, string b)
        {
            var m = ConnectionMultiplexer.Connect(a); // allow: RG1002 allow: RG1001
            try { m.GetDatabase().Ping(); }
            catch (RedisException) { m = ConnectionMultiplexer.Connect(b); } // allow: RG1004 allow: RG1002
            return m.GetDatabase();
        }
    }
    public static class Api
    {
        public static void Map(WebApplication app)
        {
            app.MapGroup("/g").MapPut("/x", async ([FromServices] IConnectionMultiplexer mux, HttpRequest r) => { await using (mux) { return (await mux.GetDatabase().PingAsync()).TotalMilliseconds; } }); // expect: RG1007
            app.MapGet("/y", async (HttpContext c) =>
            {
                var mux = c.RequestServices.GetRequiredService<IConnectionMultiplexer>();
                try { return (await mux.GetDatabase().PingAsync()).TotalMilliseconds; }
                finally { await mux.CloseAsync(); } // expect: RG1007
            });
            app.Lifetime.ApplicationStopping.Register(() => app.Services.GetRequiredService<IConnectionMultiplexer>().Dispose());
        }
    }
    public class Page : ComponentBase, IDisposable
    {
        [Inject] public IConnectionMultiplexer Redis { get; set; } = null!;
        public void Dispose() => Redis.Dispose(); // expect: RG1007
    }
    public sealed class Decorated(IConnectionMultiplexer inner) : IDisposable
    {
        private readonly ConnectionMultiplexer? _plain = inner as ConnectionMultiplexer;
        public string Name => _plain?.ClientName ?? "";
        public void Reset() => _plain?.Close(); // expect: RG1007
        public void Dispose() { }
    }
    public static class Wrap
    {
        public static T With<T>(string cs, Func<IConnectionMultiplexer, T> f) { using var m = ConnectionMultiplexer.Connect(cs); return f(m); } // allow: RG1001
        public static T With2<T>(Func<IConnectionMultiplexer> open, Func<IConnectionMultiplexer, T> f) { using var m = open(); return f(m); }
        public static void EachClosed(IEnumerable<IConnectionMultiplexer> all) { foreach (var m in all) using (m) m.GetDatabase().Ping(); }
        public static Task UseAll(List<IConnectionMultiplexer> all) => Task.WhenAll(all.Select(async m => { await m.GetDatabase().PingAsync(); await m.DisposeAsync(); }));
        public static bool Take(Queue<IConnectionMultiplexer> q) { using var m = q.Dequeue(); return m.IsConnected; }
    }
    public sealed class Notify : IMiddleware
    {
        public async Task InvokeAsync(HttpContext context, RequestDelegate next)
        {
            var m = await ConnectionMultiplexer.ConnectAsync("x"); // expect: RG1001|RG1002
            context.Items["redis"] = m;
            await next(context);
        }
    }
    public sealed class Limiter(RequestDelegate next)
    {
        private readonly ConnectionMultiplexer _m = ConnectionMultiplexer.Connect("x");
        public async Task Invoke(HttpContext c) { await _m.GetDatabase().StringIncrementAsync(c.Request.Path.ToString()); await next(c); }
    }
    public interface IRepo { }
    public sealed class Repo : IRepo
    {
        public IDatabase Db { get; }
        public Repo(string cs = "x") { Db = ConnectionMultiplexer.Connect(cs).GetDatabase(); } // expect: RG1001|RG1003
    }
    public sealed class Lone
    {
        public IConnectionMultiplexer Redis { get; } = ConnectionMultiplexer.Connect("x"); // expect: RG1003
    }
    public static class RR { public static void Add(IServiceCollection s) => s.AddTransient<IRepo, Repo>().AddScoped(sp => { var m = ConnectionMultiplexer.Connect("x"); return new Lone2(m); }); } // expect: RG1005
    public sealed class Lone2(IConnectionMultiplexer m) { public IDatabase Db => m.GetDatabase(); }
    internal sealed class Opener(string cs)
    {
        internal ConnectionMultiplexer Open() => Inner();
        private ConnectionMultiplexer Inner() { var m = ConnectionMultiplexer.Connect(cs); m.GetDatabase().Ping(); return m; }
    }
    internal sealed class UsesOpener(Opener o)
    {
        public string? Read(string k) { using var m = o.Open(); return m.GetDatabase().StringGet(k); } // expect: RG1001
        public string? Leak(string k) { var m = o.Open(); return m.GetDatabase().StringGet(k); } // expect: RG1001|RG1002
        public IConnectionMultiplexer Give() => o.Open();
    }
    public sealed class LazyOne
    {
        private readonly object _l = new();
        private ConnectionMultiplexer? _m;
        private Task<ConnectionMultiplexer>? _t;
        public ConnectionMultiplexer Get() { Monitor.Enter(_l); try { if (_m is null) { _m = ConnectionMultiplexer.Connect("x"); } return _m; } finally { Monitor.Exit(_l); } }
        public Task<ConnectionMultiplexer> GetAsync() => _t ??= ConnectionMultiplexer.ConnectAsync("x"); // expect: RG1006
        public Task<ConnectionMultiplexer> GetWellAsync() { lock (_l) return _t ??= ConnectionMultiplexer.ConnectAsync("x"); }
        public void Dispose() { _m?.Dispose(); _t?.Result.Dispose(); }
    }
}
