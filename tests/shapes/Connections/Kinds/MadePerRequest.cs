// The owner itself is made per request, by its type or its registration.
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

namespace Kinds.MadePerRequest.Controllers
{
    [ApiController, Microsoft.AspNetCore.Mvc.Route("stock")]
    public sealed class StockController : ControllerBase
    {
        private readonly ConnectionMultiplexer _redis;
        public StockController() => _redis = ConnectionMultiplexer.Connect("localhost"); // expect: RG1001
        [HttpGet("{id}")] public long Get(string id) => (long)_redis.GetDatabase().StringGet(id);
    }
    public sealed class PriceController : ControllerBase, System.IDisposable
    {
        private readonly IConnectionMultiplexer _redis = ConnectionMultiplexer.Connect("localhost"); // expect: RG1001
        [HttpGet("{id}")] public long Get(string id) => (long)_redis.GetDatabase().StringGet(id);
        public void Dispose() => _redis.Dispose();
    }
}

namespace Kinds.MadePerRequest.Registered
{
    public interface ICache { } public class Cache(IConnectionMultiplexer m) : ICache { public IDatabase Db => m.GetDatabase(); }
    public class OpensItself : ICache { private readonly IConnectionMultiplexer _m; public OpensItself() => _m = ConnectionMultiplexer.Connect("a"); public IDatabase Db => _m.GetDatabase(); } // expect: RG1003|RG1001
    public static class Reg
    {
        public static void Add(IServiceCollection s)
        {
            s.AddScoped<ICache>(_ => new Cache(ConnectionMultiplexer.Connect("a"))); // expect: RG1005
            s.AddTransient(typeof(ICache), _ => new Cache(ConnectionMultiplexer.Connect("a"))); // expect: RG1005
            s.AddScoped<Lazy<IConnectionMultiplexer>>(_ => new Lazy<IConnectionMultiplexer>(() => ConnectionMultiplexer.Connect("a"))); // expect: RG1005
            s.AddScoped<ICache, OpensItself>();
            s.AddScoped(sp => { Func<IConnectionMultiplexer> open = () => ConnectionMultiplexer.Connect("a"); return open(); }); // expect: RG1005
            s.AddSingleton<Func<IConnectionMultiplexer>>(_ => () => ConnectionMultiplexer.Connect("a")); // allow: RG1001 allow: RG1005
            s.AddHttpClient("x", c => { }).AddTypedClient((http, sp) => new Cache(ConnectionMultiplexer.Connect("a"))); // allow: RG1005
            s.AddScoped<IConnectionMultiplexer>(async_free => Open()); // expect: RG1005
            IConnectionMultiplexer Open() => ConnectionMultiplexer.Connect("a"); // allow: RG1005
        }
    }
}

namespace Kinds.MadePerRequest.Others
{
    public sealed class IndexModel : PageModel
    {
        private readonly IDatabase _db;
        public IndexModel() { var m = ConnectionMultiplexer.Connect("x"); _db = m.GetDatabase(); } // expect: RG1001
        public string? OnGet() => _db.StringGet("a");
    }
    public class Ticker : ComponentBase, IAsyncDisposable
    {
        private ConnectionMultiplexer? _m;
        protected override async Task OnInitializedAsync() => _m = await ConnectionMultiplexer.ConnectAsync("x"); // expect: RG1001
        public async ValueTask DisposeAsync() { if (_m != null) await _m.DisposeAsync(); }
    }
    public interface ICart { long Count(); }
    public sealed class Cart : ICart, IDisposable
    {
        private readonly Lazy<ConnectionMultiplexer> _m = new(() => ConnectionMultiplexer.Connect("x")); // expect: RG1001
        public long Count() => _m.Value.GetDatabase().ListLength("c");
        public void Dispose() { if (_m.IsValueCreated) _m.Value.Dispose(); }
    }
    public sealed class Rates : IDisposable
    {
        private readonly ConnectionMultiplexer _m = ConnectionMultiplexer.Connect("x");
        public long Count() => _m.GetDatabase().ListLength("c");
        public void Dispose() => _m.Dispose();
    }
    public static class Regs
    {
        public static void Add(IServiceCollection s) { s.AddScoped<ICart, Cart>(); s.AddSingleton<Rates>(); }
    }
}
