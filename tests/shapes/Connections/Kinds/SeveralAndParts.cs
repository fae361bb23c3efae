// Several opened together; a connection in a tuple, an out parameter, a task that goes on.
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using System.Threading;
using System;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Kinds.SeveralAndParts.Together
{
    public static class Shards
    {
        public static async Task<long> CountAsync(string[] hosts, RedisKey key)
        {
            IConnectionMultiplexer[] all = await Task.WhenAll(hosts.Select(h => ConnectionMultiplexer.ConnectAsync(h))); // expect: RG1002 allow: RG1001
            var counts = await Task.WhenAll(all.Select(r => r.GetDatabase().ListLengthAsync(key)));
            return counts.Sum();
        }
        public static async Task<long> CountAndCloseAsync(string[] hosts, RedisKey key)
        {
            var all = await Task.WhenAll(hosts.Select(h => ConnectionMultiplexer.ConnectAsync(h))); // allow: RG1001
            try { return (await Task.WhenAll(all.Select(r => r.GetDatabase().ListLengthAsync(key)))).Sum(); }
            finally { foreach (var one in all) await one.DisposeAsync(); }
        }
    }
    public sealed class Emptied(string cs) : IDisposable
    {
        private ConnectionMultiplexer? _redis = ConnectionMultiplexer.Connect(cs); // expect: RG1003
        public bool Ping() => _redis!.IsConnected;
        public void Dispose() => _ = Interlocked.Exchange(ref _redis, null);
    }
    public sealed class EmptiedAndClosed(string cs) : IDisposable
    {
        private ConnectionMultiplexer? _redis = ConnectionMultiplexer.Connect(cs);
        public bool Ping() => _redis!.IsConnected;
        public void Dispose() => Interlocked.Exchange(ref _redis, null)?.Dispose();
    }
}

namespace Kinds.SeveralAndParts.Parts
{
    public static class Factories
    {
        public static bool TryOpen(string cs, out ConnectionMultiplexer? mux)
        {
            try { mux = ConnectionMultiplexer.Connect(cs); return true; }
            catch (RedisConnectionException) { mux = null; return false; }
        }
        public static (ConnectionMultiplexer, IDatabase) Pair(string cs) { var m = ConnectionMultiplexer.Connect(cs); return (m, m.GetDatabase()); }
    }
    public class Callers
    {
        public string? A(string k)
        {
            if (!Factories.TryOpen("localhost", out var mux)) return null; // expect: RG1002|RG1001
            return mux!.GetDatabase().StringGet(k);
        }
        public string? B(string k)
        {
            var pair = Factories.Pair("localhost"); // expect: RG1002|RG1001
            return pair.Item2.StringGet(k);
        }
        public string? C(string k)
        {
            var (m, db) = Factories.Pair("localhost"); // expect: RG1001
            try { return db.StringGet(k); }
            finally { m.Dispose(); }
        }
        public async Task<int> D(string[] hosts)
        {
            var muxes = await Task.WhenAll(hosts.Select(h => ConnectionMultiplexer.ConnectAsync(h))); // expect: RG1002
            return muxes.Count(m => m.IsConnected);
        }
        public async Task<int> GoodD(string[] hosts)
        {
            var muxes = await Task.WhenAll(hosts.Select(h => ConnectionMultiplexer.ConnectAsync(h))); // allow: RG1001
            try { return muxes.Count(m => m.IsConnected); }
            finally { foreach (var m in muxes) await m.DisposeAsync(); }
        }
        public async Task<string?> E(string k)
        {
            var a = ConnectionMultiplexer.ConnectAsync("a"); // expect: RG1002|RG1001
            var b = ConnectionMultiplexer.ConnectAsync("b"); // expect: RG1002|RG1001
            await Task.WhenAll(a, b);
            return await a.Result.GetDatabase().StringGetAsync(k) + await b.Result.GetDatabase().StringGetAsync(k);
        }
    }
}

namespace Kinds.SeveralAndParts.Discarded
{
    public class Discards
    {
        public void A() => ConnectionMultiplexer.Connect("a").GetSubscriber().Subscribe(RedisChannel.Literal("x"), (_, v) => Console.WriteLine(v)); // expect: RG1001|RG1002
        public void B() { _ = ConnectionMultiplexer.ConnectAsync("a"); } // expect: RG1002
        public bool C() => ConnectionMultiplexer.Connect("a").IsConnected; // expect: RG1001|RG1002
        public async Task<long> D() => await (await ConnectionMultiplexer.ConnectAsync("a")).GetSubscriber().PublishAsync(RedisChannel.Literal("x"), 1); // expect: RG1001|RG1002
        public Task<bool> E() => ConnectionMultiplexer.ConnectAsync("a").ContinueWith(t => t.Result.GetDatabase().KeyExists("k")); // expect: RG1001|RG1002
        public string? F(bool cached, string k)
        {
            var mux = cached ? null : ConnectionMultiplexer.Connect("a"); // expect: RG1002|RG1001
            return mux?.GetDatabase().StringGet(k);
        }
        public async Task<string?> G(string k)
        {
            try
            {
                var mux = await ConnectionMultiplexer.ConnectAsync("a"); // expect: RG1002
                var v = await mux.GetDatabase().StringGetAsync(k);
                if (v.IsNull) return null;
                await mux.CloseAsync();
                return v;
            }
            catch (RedisException) { return null; }
        }
        public async Task H(string[] keys)
        {
            foreach (var k in keys)
            {
                using var mux = await ConnectionMultiplexer.ConnectAsync("a"); // expect: RG1001
                await mux.GetDatabase().KeyDeleteAsync(k);
            }
        }
    }
}

namespace Kinds.SeveralAndParts.Actions
{
    public static class Fac
    {
        public static bool TryConnect(string cs, out IConnectionMultiplexer m, out string? error)
        {
            try { m = ConnectionMultiplexer.Connect(cs); error = null; return true; }
            catch (Exception e) { m = null!; error = e.Message; return false; }
        }
        public static async Task<(IConnectionMultiplexer Redis, IServer Server)> OpenBothAsync(string cs)
        {
            var m = await ConnectionMultiplexer.ConnectAsync(cs);
            return (m, m.GetServers()[0]);
        }
        internal static IConnectionMultiplexer One(string cs) => Two(cs);
        private static IConnectionMultiplexer Two(string cs) { var o = ConfigurationOptions.Parse(cs); return Three(o); }
        private static IConnectionMultiplexer Three(ConfigurationOptions o) => ConnectionMultiplexer.Connect(o);
    }
    public class Use : ControllerBase
    {
        [HttpGet("a")]
        public string? A(string k)
        {
            if (Fac.TryConnect("x", out var m, out var error)) // expect: RG1001|RG1002
            {
                return m.GetDatabase().StringGet(k);
            }
            return error;
        }
        [HttpGet("b")]
        public string? B(string k)
        {
            if (!Fac.TryConnect("x", out var m, out var error)) return error; // allow: RG1001
            using (m) return m.GetDatabase().StringGet(k);
        }
        [HttpGet("c")]
        public async Task<long> C()
        {
            var (redis, server) = await Fac.OpenBothAsync("x"); // expect: RG1001|RG1002
            return await server.DatabaseSizeAsync();
        }
        [HttpGet("d")]
        public async Task<long> D()
        {
            var both = await Fac.OpenBothAsync("x"); // expect: RG1001
            try { return await both.Server.DatabaseSizeAsync(); } finally { await both.Redis.DisposeAsync(); }
        }
        [HttpGet("e")]
        public string? E(string k)
        {
            using var m = Fac.One("x"); // expect: RG1001
            return m.GetDatabase().StringGet(k);
        }
        [HttpGet("f")]
        public async Task<long> F(string[] hosts)
        {
            var opening = hosts.Select(async h => { var m = await ConnectionMultiplexer.ConnectAsync(h); return m; }).ToList(); // expect: RG1001|RG1002
            var all = await Task.WhenAll(opening);
            return all.Sum(m => m.GetDatabase().ListLength("q"));
        }
        [HttpGet("g")]
        public async Task<long> G(string[] hosts)
        {
            var all = await Task.WhenAll(from h in hosts select ConnectionMultiplexer.ConnectAsync(h)); // allow: RG1001
            var n = all.Sum(m => m.GetDatabase().ListLength("q"));
            await Task.WhenAll(all.Select(m => m.CloseAsync()));
            return n;
        }
        [HttpGet("h")]
        public string? H(string k)
        {
            ConnectionMultiplexer Open() => ConnectionMultiplexer.Connect("x"); // allow: RG1001
            using var m = Open(); // expect: RG1001
            return m.GetDatabase().StringGet(k);
        }
        [HttpGet("i")]
        public async Task<string?> I(string k)
        {
            Func<Task<ConnectionMultiplexer>> open = () => ConnectionMultiplexer.ConnectAsync("x"); // expect: RG1001|RG1002
            var m = await open(); // allow: RG1002
            return await m.GetDatabase().StringGetAsync(k);
        }
        [HttpGet("j")]
        public string? J(string k)
        {
            var m = Task.Run(() => ConnectionMultiplexer.Connect("x")).GetAwaiter().GetResult(); // expect: RG1001|RG1002
            return m.GetDatabase().StringGet(k);
        }
        [HttpGet("k")]
        public Task<bool> K() => ConnectionMultiplexer.ConnectAsync("x").ContinueWith(t => { using var m = t.Result; return m.GetDatabase().KeyExists("a"); }); // allow: RG1001
        [HttpGet("l")]
        public string? L(string k)
        {
            var lazy = new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect("x")); // allow: RG1001
            try { return lazy.Value.GetDatabase().StringGet(k); }
            finally { if (lazy.IsValueCreated) lazy.Value.Dispose(); }
        }
    }
}
