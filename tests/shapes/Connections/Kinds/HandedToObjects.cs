// An opening that is handed to an object made for the call.
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

namespace Kinds.HandedToObjects.Actions
{
    public class Repo(IConnectionMultiplexer mux) { public string? Get(string k) => mux.GetDatabase().StringGet(k); }
    public class DbRepo(IDatabase db) { public string? Get(string k) => db.StringGet(k); }
    public class ProductsController : ControllerBase
    {
        [HttpGet("a/{id}")] public string? A(string id) => new Repo(ConnectionMultiplexer.Connect("a")).Get(id); // expect: RG1001|RG1002
        [HttpGet("b/{id}")]
        public string? B(string id)
        {
            var repo = new DbRepo(ConnectionMultiplexer.Connect("a").GetDatabase()); // expect: RG1001|RG1002
            return repo.Get(id);
        }
        [HttpGet("c/{id}")]
        public string? C(string id)
        {
            var mux = ConnectionMultiplexer.Connect("a"); // expect: RG1001|RG1002
            var repo = new Repo(mux);
            return repo.Get(id);
        }
        [HttpGet("d/{id}")]
        public async Task<string?> D(string id)
        {
            var mux = await ConnectionMultiplexer.ConnectAsync("a"); // expect: RG1001|RG1002
            return await Helper(mux, id);
        }
        private static async Task<string?> Helper(IConnectionMultiplexer mux, string id) => await mux.GetDatabase().StringGetAsync(id);
        [HttpGet("e/{id}")]
        public string? E(string id)
        {
            var mux = ConnectionMultiplexer.Connect("a"); // expect: RG1001|RG1002
            HttpContext.Items["redis"] = mux;
            return mux.GetDatabase().StringGet(id);
        }
    }
}

namespace Kinds.HandedToObjects.More
{
    public sealed class Wallet(IConnectionMultiplexer r) { public long Of(string id) => (long)r.GetDatabase().StringGet(id); }
    public sealed class WalletView { public IDatabase? Db { get; set; } public IConnectionMultiplexer? Redis { get; init; } public long Of(string id) => (long)Db!.StringGet(id); }
    public sealed class WalletScope(IConnectionMultiplexer r) : IDisposable { public long Of(string id) => (long)r.GetDatabase().StringGet(id); public void Dispose() => r.Dispose(); }
    public class ShopHub : Hub
    {
        public long Balance(string id)
        {
            var wallet = new Wallet(ConnectionMultiplexer.Connect("x")); // expect: RG1001|RG1002
            return wallet.Of(id);
        }
        public long Balance2(string id) => new WalletView { Db = ConnectionMultiplexer.Connect("x").GetDatabase() }.Of(id); // expect: RG1001|RG1002
        public long Balance3(string id)
        {
            using var scope = new WalletScope(ConnectionMultiplexer.Connect("x")); // expect: RG1001|RG1002
            return scope.Of(id);
        }
    }
    public static class WalletEndpoints
    {
        private static readonly List<Wallet> All = new();
        private static Wallet? s_one;
        public static void Map(WebApplication app)
        {
            app.MapGet("/w/{id}", (string id) => new Wallet(ConnectionMultiplexer.Connect("x")).Of(id)); // expect: RG1001|RG1002
            app.MapGet("/v/{id}", async (string id, HttpContext ctx) =>
            {
                var mux = await ConnectionMultiplexer.ConnectAsync("x"); // expect: RG1001|RG1002
                ctx.Response.RegisterForDispose(mux);
                return (string?)await mux.GetDatabase().StringGetAsync(id);
            });
            var once = new Wallet(ConnectionMultiplexer.Connect("x"));
            app.MapGet("/o/{id}", (string id) => once.Of(id));
            app.MapPost("/keep", () => { All.Add(new Wallet(ConnectionMultiplexer.Connect("x"))); });
        }
    }
    public sealed class Sweep : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var first = new Wallet(await ConnectionMultiplexer.ConnectAsync("x"));
            while (!stoppingToken.IsCancellationRequested)
            {
                var wallet = new Wallet(await ConnectionMultiplexer.ConnectAsync("x")); // expect: RG1001|RG1002
                Console.WriteLine(wallet.Of("a") + first.Of("b"));
                await Task.Delay(1000, stoppingToken);
            }
        }
    }
}
