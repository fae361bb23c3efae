// A connection that is still open is overwritten: a field, a local, a dictionary's entry, by a handler, a timer, a loop.
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
using Microsoft.Extensions.Primitives;
using StackExchange.Redis;

namespace Kinds.Overwritten.Reload
{
    public sealed class ReloadedConnection : IDisposable
    {
        private readonly IDisposable _registration;
        private ConnectionMultiplexer _active;
        public ReloadedConnection(Func<IChangeToken> changes, Func<string> configuration)
        {
            _active = ConnectionMultiplexer.Connect(configuration());
            _registration = ChangeToken.OnChange(changes, () => _active = ConnectionMultiplexer.Connect(configuration())); // expect: RG1004
        }
        public long Next() => _active.GetDatabase().StringIncrement("n");
        public void Dispose() { _registration.Dispose(); _active.Dispose(); }
    }
    public sealed class SwappedConnection : IDisposable
    {
        private ConnectionMultiplexer _active;
        private readonly string _cs;
        public SwappedConnection(string cs) { _cs = cs; _active = ConnectionMultiplexer.Connect(cs); }
        public void Reload()
        {
            var old = _active;
            _active = ConnectionMultiplexer.Connect(_cs);
            old.Dispose();
        }
        public void Dispose() => _active.Dispose();
    }
    public static class Fallback
    {
        public static async Task<IConnectionMultiplexer> OpenAsync(string first, string second)
        {
            var redis = await ConnectionMultiplexer.ConnectAsync(first); // allow: RG1002
            if (redis.IsConnected == false)
                redis = await ConnectionMultiplexer.ConnectAsync(second); // expect: RG1004
            return redis;
        }
        public static async Task<IConnectionMultiplexer> OpenCleanlyAsync(string first, string second)
        {
            var redis = await ConnectionMultiplexer.ConnectAsync(first);
            if (redis.IsConnected == false)
            {
                await redis.DisposeAsync();
                redis = await ConnectionMultiplexer.ConnectAsync(second);
            }
            return redis;
        }
    }
    public sealed class TokenRenewal(Func<Task<ConfigurationOptions>> options) : BackgroundService
    {
        private IConnectionMultiplexer? _redis;
        public IDatabase? Database => _redis?.GetDatabase();
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMinutes(20));
            do
            {
                _redis = await ConnectionMultiplexer.ConnectAsync(await options()); // expect: RG1004 allow: RG1001
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        public override void Dispose() { _redis?.Dispose(); base.Dispose(); }
    }
    public sealed class Dead : IDisposable
    {
        private static readonly object Gate = new();
        private ConnectionMultiplexer? _redis;
        public IDatabase Get(string cs)
        {
            lock (Gate)
            {
                if (_redis is not { IsConnected: true }) _redis = ConnectionMultiplexer.Connect(cs); // expect: RG1004
                return _redis.GetDatabase();
            }
        }
        public void Dispose() => _redis?.Dispose();
    }
}

namespace Kinds.Overwritten.Failed
{
    public sealed class G : IDisposable
    {
        private ConnectionMultiplexer _mux;
        private readonly string _cs;
        public G(string cs)
        {
            _cs = cs;
            _mux = ConnectionMultiplexer.Connect(cs);
            _mux.ConnectionFailed += OnFailed;
        }
        private void OnFailed(object? s, ConnectionFailedEventArgs e)
        {
            _mux = ConnectionMultiplexer.Connect(_cs); // expect: RG1004
        }
        public async Task<string?> Get(string k)
        {
            try { return await _mux.GetDatabase().StringGetAsync(k); }
            catch (RedisConnectionException)
            {
                _mux = await ConnectionMultiplexer.ConnectAsync(_cs); // expect: RG1004
                return await _mux.GetDatabase().StringGetAsync(k);
            }
        }
        public void Dispose() => _mux.Dispose();
    }
    public static class H
    {
        private static ConnectionMultiplexer _mux = ConnectionMultiplexer.Connect("localhost");
        public static IDatabase Db => _mux.GetDatabase();
        public static void Reset() => _mux = ConnectionMultiplexer.Connect("localhost"); // expect: RG1004
        public static string? Read(string k)
        {
            try { return Db.StringGet(k); }
            catch (RedisException)
            {
                _mux = ConnectionMultiplexer.Connect("localhost"); // expect: RG1004
                return Db.StringGet(k);
            }
        }
    }
    public static class I
    {
        private static Lazy<ConnectionMultiplexer> _lazy = new(() => ConnectionMultiplexer.Connect("localhost"));
        public static IDatabase Db => _lazy.Value.GetDatabase();
        public static void Reset() => _lazy = new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect("localhost")); // expect: RG1004
        public static void GoodReset()
        {
            var old = _lazy;
            _lazy = new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect("localhost"));
            if (old.IsValueCreated) old.Value.Dispose();
        }
    }
    public static class J
    {
        private static ConnectionMultiplexer _mux = Create();
        private static ConnectionMultiplexer Create()
        {
            var m = ConnectionMultiplexer.Connect("localhost");
            m.ConnectionFailed += (_, _) => _mux = Create(); // expect: RG1004
            return m;
        }
        public static IDatabase Db => _mux.GetDatabase();
    }
}

namespace Kinds.Overwritten.Handlers
{
    public static class A
    {
        private static ConnectionMultiplexer _mux = ConnectionMultiplexer.Connect("a");
        public static IDatabase Db => _mux.GetDatabase();
        public static void Open() { _mux.ConnectionFailed += (_, _) => { _mux = ConnectionMultiplexer.Connect("a"); }; } // expect: RG1004
    }
    public static class B
    {
        private static ConnectionMultiplexer _mux = ConnectionMultiplexer.Connect("a");
        public static IDatabase Db => _mux.GetDatabase();
        public static void Wire() { _mux.ConnectionFailed += (_, _) => { _mux = ConnectionMultiplexer.Connect("a"); }; } // expect: RG1004
    }
    public static class C
    {
        private static ConnectionMultiplexer _mux = Make();
        private static ConnectionMultiplexer Make() => ConnectionMultiplexer.Connect("a");
        public static IDatabase Db => _mux.GetDatabase();
        public static void Wire() { _mux.ConnectionFailed += (_, _) => { _mux = Make(); }; } // expect: RG1004
    }
    public static class D
    {
        private static ConnectionMultiplexer _mux = Make();
        private static ConnectionMultiplexer Make() { var m = ConnectionMultiplexer.Connect("a"); m.ConnectionFailed += (_, _) => { _mux = ConnectionMultiplexer.Connect("a"); }; return m; } // expect: RG1004
        public static IDatabase Db => _mux.GetDatabase();
    }
}

namespace Kinds.Overwritten.Entries
{
    public static class Map
    {
        private static readonly ConcurrentDictionary<string, Lazy<ConnectionMultiplexer>> Lazies = new();
        private static readonly Dictionary<string, ConnectionMultiplexer> Plain = new();
        private static readonly object Gate = new();
        public static IDatabase For(string t) => Lazies.GetOrAdd(t, k => new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(k))).Value.GetDatabase();
        public static void Evict(string t) => Lazies.TryRemove(t, out _); // allow: RG1004 allow: RG1002
        public static void Renew(string t)
        {
            lock (Gate)
            {
                Plain[t] = ConnectionMultiplexer.Connect(t); // expect: RG1004
            }
        }
        public static void Good(string t)
        {
            lock (Gate)
            {
                if (Plain.Remove(t, out var old)) old.Dispose();
                Plain[t] = ConnectionMultiplexer.Connect(t);
            }
        }
    }
}

namespace Kinds.Overwritten.Timers
{
    public sealed class Rotating : IHostedService, IDisposable
    {
        private IConnectionMultiplexer? _m;
        private Timer? _t;
        public Task StartAsync(CancellationToken ct) { _t = new Timer(_ => _m = ConnectionMultiplexer.Connect("x"), null, 0, 1000); return Task.CompletedTask; } // expect: RG1004
        public Task StopAsync(CancellationToken ct) { _m?.Dispose(); return Task.CompletedTask; }
        public void Dispose() => _t?.Dispose();
    }
    public sealed class Retrying : IHostedService
    {
        private ConnectionMultiplexer? _m;
        public async Task StartAsync(CancellationToken ct)
        {
            while (!ct.IsCancellationRequested)
            {
                try { _m = await ConnectionMultiplexer.ConnectAsync("x"); break; }
                catch (RedisConnectionException) { await Task.Delay(1000, ct); }
            }
        }
        public Task StopAsync(CancellationToken ct) { _m?.Dispose(); return Task.CompletedTask; }
    }
    public sealed class Retrying2 : BackgroundService
    {
        private ConnectionMultiplexer? _m;
        protected override async Task ExecuteAsync(CancellationToken ct)
        {
            while (_m is null && !ct.IsCancellationRequested)
            {
                try { _m = await ConnectionMultiplexer.ConnectAsync("x"); }
                catch (RedisConnectionException) { await Task.Delay(1000, ct); }
            }
            try { await Task.Delay(-1, ct); } finally { _m?.Dispose(); }
        }
    }
    public static class Switch
    {
        public static IConnectionMultiplexer Open(string[] hosts)
        {
            ConnectionMultiplexer m = ConnectionMultiplexer.Connect(hosts[0]); // allow: RG1002
            for (int i = 1; i < hosts.Length && !m.IsConnected; i++)
            {
                m = ConnectionMultiplexer.Connect(hosts[i]); // expect: RG1004|RG1002
            }
            return m;
        }
        public static IConnectionMultiplexer Clean(string[] hosts)
        {
            ConnectionMultiplexer m = ConnectionMultiplexer.Connect(hosts[0]);
            for (int i = 1; i < hosts.Length && !m.IsConnected; i++)
            {
                m.Dispose();
                m = ConnectionMultiplexer.Connect(hosts[i]);
            }
            return m;
        }
        public static IConnectionMultiplexer Swap(string a, string b)
        {
            var first = ConnectionMultiplexer.Connect(a);
            if (first.IsConnected) return first;
            var dead = first;
            first = ConnectionMultiplexer.Connect(b);
            dead.Dispose();
            return first;
        }
        public static IConnectionMultiplexer EitherOr(string a, string b, bool x)
        {
            IConnectionMultiplexer m;
            if (x) m = ConnectionMultiplexer.Connect(a); else m = ConnectionMultiplexer.Connect(b);
            return m;
        }
    }
    public static class Byhost
    {
        private static readonly ConcurrentDictionary<string, IConnectionMultiplexer> M = new();
        public static void Refresh(string host) => M[host] = ConnectionMultiplexer.Connect(host); // expect: RG1004|RG1006
        public static void RefreshWell(string host) { var fresh = ConnectionMultiplexer.Connect(host); M.AddOrUpdate(host, fresh, (_, old) => { old.Dispose(); return fresh; }); }
        public static void OpenAll(string[] hosts) { foreach (var h in hosts) M[h] = ConnectionMultiplexer.Connect(h); }
    }
}
