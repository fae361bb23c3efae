// Owners, factories, pools and start-up code as services have them: nothing to report.
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using System.Threading;
using System;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Kinds.LookAlikes
{
    public sealed class RedisConnectionFactory : IDisposable, IAsyncDisposable
    {
        private readonly SemaphoreSlim _gate = new(1, 1);
        private readonly IOptionsMonitor<ConfigurationOptions> _options;
        private readonly ILogger<RedisConnectionFactory> _log;
        private volatile IConnectionMultiplexer? _current;
        private bool _disposed;
        public RedisConnectionFactory(IOptionsMonitor<ConfigurationOptions> options, ILogger<RedisConnectionFactory> log) { _options = options; _log = log; _options.OnChange(_ => Interlocked.Exchange(ref _current, null)?.Dispose()); }
        public async ValueTask<IConnectionMultiplexer> GetAsync(CancellationToken ct = default)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var current = _current;
            if (current is { IsConnected: true }) return current;
            await _gate.WaitAsync(ct).ConfigureAwait(false);
            try
            {
                current = _current;
                if (current is { IsConnected: true }) return current;
                var fresh = await ConnectionMultiplexer.ConnectAsync(_options.CurrentValue).ConfigureAwait(false);
                fresh.ConnectionFailed += (_, e) => _log.LogWarning(e.Exception, "lost {EndPoint}", e.EndPoint);
                _current = fresh;
                if (current is not null) await current.DisposeAsync().ConfigureAwait(false);
                return fresh;
            }
            finally { _gate.Release(); }
        }
        public void Dispose() { _disposed = true; _current?.Dispose(); _gate.Dispose(); }
        public async ValueTask DisposeAsync() { _disposed = true; if (_current is { } c) await c.CloseAsync(); _gate.Dispose(); }
    }
    public abstract class BaseStore : IDisposable
    {
        protected readonly ConnectionMultiplexer Multiplexer;
        protected BaseStore(string cs) { Multiplexer = ConnectionMultiplexer.Connect(cs); }
        protected abstract string Key { get; }
        public string? Read() => Multiplexer.GetDatabase().StringGet(Key);
        public void Dispose() { Dispose(true); GC.SuppressFinalize(this); }
        protected virtual void Dispose(bool disposing) { if (disposing) Multiplexer.Dispose(); }
    }
    public sealed class NamedConnections : IDisposable
    {
        private readonly Dictionary<string, Lazy<IConnectionMultiplexer>> _all;
        public NamedConnections(IConfiguration configuration)
            => _all = configuration.GetSection("Redis").GetChildren().ToDictionary(s => s.Key, s => new Lazy<IConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(s.Value!)));
        public IConnectionMultiplexer this[string name] => _all[name].Value;
        public void Dispose() { foreach (var l in _all.Values.Where(l => l.IsValueCreated)) l.Value.Dispose(); }
    }
    public sealed class Elector(IConnectionMultiplexer shared) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await using var own = await ConnectionMultiplexer.ConnectAsync(shared.Configuration);
            while (!stoppingToken.IsCancellationRequested)
            {
                await own.GetDatabase().LockExtendAsync("leader", "me", TimeSpan.FromSeconds(10)); // allow: RG3007
                await Task.Delay(1000, stoppingToken);
            }
        }
    }
    public static class Hosting
    {
        public static IHostApplicationBuilder AddRedis(this IHostApplicationBuilder b, string name)
        {
            b.Services.AddSingleton<IConnectionMultiplexer>(sp =>
            {
                var o = ConfigurationOptions.Parse(b.Configuration.GetConnectionString(name)!);
                o.AbortOnConnectFail = false;
                var m = ConnectionMultiplexer.Connect(o);
                sp.GetRequiredService<ILogger<Elector>>().LogInformation("connected to {Clients}", m.ClientName);
                return m;
            });
            b.Services.AddSingleton(sp => sp.GetRequiredService<IConnectionMultiplexer>().GetDatabase());
            b.Services.AddKeyedSingleton<IConnectionMultiplexer>(name, (sp, k) => ConnectionMultiplexer.Connect((string)k!));
            return b;
        }
        public static async Task<WebApplication> WaitForRedisAsync(this WebApplication app)
        {
            for (var i = 0; ; i++)
            {
                try
                {
                    using var probe = await ConnectionMultiplexer.ConnectAsync("x"); // allow: RG1001
                    await probe.GetDatabase().PingAsync();
                    return app;
                }
                catch (RedisException) when (i < 10) { await Task.Delay(500); }
            }
        }
    }
    public sealed class ManualScope : IAsyncDisposable
    {
        private readonly IConnectionMultiplexer _m;
        private readonly bool _owned;
        private ManualScope(IConnectionMultiplexer m, bool owned) { _m = m; _owned = owned; }
        public static async Task<ManualScope> OpenAsync(string cs) => new(await ConnectionMultiplexer.ConnectAsync(cs), owned: true);
        public static ManualScope Over(IConnectionMultiplexer m) => new(m, owned: false);
        public IDatabase Db => _m.GetDatabase();
        public ValueTask DisposeAsync() => _owned ? _m.DisposeAsync() : default;
    }
    public sealed class Rented(IConnectionMultiplexer m, Action<IConnectionMultiplexer> back) : IDisposable
    {
        public IDatabase Db => m.GetDatabase();
        public void Dispose() => back(m);
    }
    public sealed class TinyPool : IDisposable
    {
        private readonly ConcurrentBag<IConnectionMultiplexer> _idle = new();
        private readonly string _cs;
        public TinyPool(string cs) => _cs = cs;
        public Rented Rent() => new(_idle.TryTake(out var m) ? m : ConnectionMultiplexer.Connect(_cs), _idle.Add);
        public void Dispose() { while (_idle.TryTake(out var m)) m.Dispose(); }
    }
    public sealed class RoundRobin : IDisposable
    {
        private readonly IConnectionMultiplexer[] _all;
        private int _next;
        public RoundRobin(string cs, int n) { _all = new IConnectionMultiplexer[n]; for (var i = 0; i < n; i++) _all[i] = ConnectionMultiplexer.Connect(cs); }
        public IDatabase Db => _all[(uint)Interlocked.Increment(ref _next) % _all.Length].GetDatabase();
        public void Dispose() { foreach (var m in _all) m.Dispose(); }
    }
    public static class Tool
    {
        public static async Task<int> Main(string[] args)
        {
            var first = await ConnectionMultiplexer.ConnectAsync(args[0]);
            if (!first.IsConnected) { Console.Error.WriteLine("no"); return 1; }
            var targets = await Task.WhenAll(args.Skip(1).Select(a => ConnectionMultiplexer.ConnectAsync(a)));
            foreach (var t in targets) Console.WriteLine(t.GetDatabase().Ping());
            Store.Current = first;
            return 0;
        }
    }
    public static class Store
    {
        public static IConnectionMultiplexer Current { get; set; } = null!;
        private static readonly AsyncLocal<IConnectionMultiplexer?> Ambient = new();
        public static IDisposable Use(string cs) { var m = ConnectionMultiplexer.Connect(cs); Ambient.Value = m; return m; }
        public static void Configure(string cs) { if (Current != null) throw new InvalidOperationException(); Current = ConnectionMultiplexer.Connect(cs); }
    }
    public sealed class TenantCache(IConfiguration configuration)
    {
        private readonly ConcurrentDictionary<string, Lazy<Task<ConnectionMultiplexer>>> _byTenant = new();
        public async Task<IDatabase> ForAsync(string tenant)
        {
            var lazy = _byTenant.GetOrAdd(tenant, t => new Lazy<Task<ConnectionMultiplexer>>(() => ConnectionMultiplexer.ConnectAsync(configuration[t]!)));
            try { return (await lazy.Value).GetDatabase(); }
            catch { _byTenant.TryRemove(tenant, out _); throw; }
        }
    }
    public class Report(Func<IConnectionMultiplexer> open)
    {
        public long Run() { using var m = open(); return m.GetDatabase().ListLength("r"); }
        public static Report Create(string cs) => new(() => ConnectionMultiplexer.Connect(cs));
    }
    public sealed class HealthProbe
    {
        private static ConnectionMultiplexer? s_m;
        public async Task<bool> CheckAsync(string cs)
        {
            var m = s_m;
            if (m is null)
            {
                m = await ConnectionMultiplexer.ConnectAsync(cs);
                var other = Interlocked.CompareExchange(ref s_m, m, null);
                if (other is not null) { await m.CloseAsync(); m = other; }
            }
            return m.IsConnected;
        }
    }
    public sealed class WithUsing
    {
        public async Task CopyAsync(string from, string to)
        {
            ConnectionMultiplexer? a = null, b = null;
            try
            {
                a = await ConnectionMultiplexer.ConnectAsync(from); // allow: RG1001
                b = await ConnectionMultiplexer.ConnectAsync(to); // allow: RG1001
                await b.GetDatabase().StringSetAsync("x", await a.GetDatabase().StringGetAsync("x"));
            }
            finally { if (a != null) await a.DisposeAsync(); b?.Dispose(); }
        }
        public async Task<IConnectionMultiplexer> RetryAsync(string cs)
        {
            IConnectionMultiplexer? m = null;
            for (var i = 0; i < 5; i++)
            {
                try { m = await ConnectionMultiplexer.ConnectAsync(cs); if (m.IsConnected) break; m.Dispose(); m = null; }
                catch (RedisConnectionException) { await Task.Delay(100); }
            }
            return m ?? throw new TimeoutException();
        }
    }
}
