// A delegate that is returned or kept keeps what it captures.
using System.Collections.Concurrent;
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

namespace Kinds.Delegates.Returned
{
    public static class Delegates
    {
        private static readonly ConcurrentDictionary<string, Func<IDatabase>> ByName = new();
        public static Func<IDatabase>? Current { get; set; }
        public static Func<IDatabase> A(string h) { var m = ConnectionMultiplexer.Connect(h); return () => m.GetDatabase(); }
        public static Func<IConnectionMultiplexer> B(string h) { var m = ConnectionMultiplexer.Connect(h); return () => m; }
        public static Func<int, IDatabase> C(string h) { var m = ConnectionMultiplexer.Connect(h); return n => m.GetDatabase(n); }
        public static async Task<Func<string, Task<string?>>> D(string h)
        {
            var m = await ConnectionMultiplexer.ConnectAsync(h);
            return async k => await m.GetDatabase().StringGetAsync(k);
        }
        public static void E(string h) { var m = ConnectionMultiplexer.Connect(h); Current = () => m.GetDatabase(); }
        public static void F(string h) { var m = ConnectionMultiplexer.Connect(h); ByName[h] = () => m.GetDatabase(); }
        public static void G(string h, List<Func<IDatabase>> all) { var m = ConnectionMultiplexer.Connect(h); all.Add(() => m.GetDatabase()); }
        public static void H(string h, IServiceCollection s) { var m = ConnectionMultiplexer.Connect(h); s.AddTransient(_ => m.GetDatabase()); } // allow: RG1010
        public static void I(string h, Action<Func<IDatabase>> use) { var m = ConnectionMultiplexer.Connect(h); use(() => m.GetDatabase()); }
        public static Func<IDatabase> J(string h) { var m = ConnectionMultiplexer.Connect(h); return Local; IDatabase Local() => m.GetDatabase(); }
        public static Func<IDatabase> K(string h) { var m = ConnectionMultiplexer.Connect(h); var db = m.GetDatabase(); return () => db; } // allow: RG1002
        public static Func<int, object?, IDatabase> L(string h) { var m = ConnectionMultiplexer.Connect(h); return m.GetDatabase; }
    }
}

namespace Kinds.Delegates.More
{
    public static class Deleg
    {
        public static Func<Task<long>> A(string h) { var m = ConnectionMultiplexer.Connect(h); return async () => { await Task.Yield(); return await m.GetDatabase().ListLengthAsync("a"); }; }
        public static (Func<IDatabase> Get, Action End) B(string h) { var m = ConnectionMultiplexer.Connect(h); return (() => m.GetDatabase(), () => m.Dispose()); }
        public static IEnumerable<IDatabase> C(string h) { var m = ConnectionMultiplexer.Connect(h); for (int i = 0; i < 3; i++) yield return m.GetDatabase(i); } // allow: RG1002
        public static Lazy<IDatabase> D(string h) => new(() => ConnectionMultiplexer.Connect(h).GetDatabase());
        public static IDisposable E(string h, IObservable<int> o) { var m = ConnectionMultiplexer.Connect(h); return o.Subscribe(new Obs(n => m.GetDatabase().StringSet("n", n))); }
        private sealed class Obs(Action<int> a) : IObserver<int> { public void OnCompleted() { } public void OnError(Exception e) { } public void OnNext(int v) => a(v); }
    }
}
