// An object that is kept in a collection which the call drops lives no longer than the call.
using System.Collections.Generic;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using StackExchange.Redis;

namespace Kinds.CollectionsOfTheCall
{
    public sealed class Shelf
    {
        public IConnectionMultiplexer? Redis { get; set; }

        public bool Has(string key) => Redis!.GetDatabase().KeyExists(key);
    }

    public sealed class Store(IConnectionMultiplexer redis)
    {
        public bool Has(string key) => redis.GetDatabase().KeyExists(key);
    }

    public sealed class IndexModel : PageModel
    {
        private static readonly List<Shelf> s_all = new();

        public void OnGet()
        {
            var shelves = new List<Shelf>();
            shelves.Add(new Shelf { Redis = ConnectionMultiplexer.Connect("localhost") }); // expect: RG1001|RG1002
            foreach (var shelf in shelves)
            {
                shelf.Has("a");
            }
        }

        public bool OnPost()
        {
            var stores = new[] { new Store(ConnectionMultiplexer.Connect("localhost")) }; // expect: RG1001|RG1002
            return stores[0].Has("a") && stores.Length == 1;
        }

        public bool OnPut()
        {
            var byName = new Dictionary<string, Store>();
            byName["a"] = new Store(ConnectionMultiplexer.Connect("localhost")); // expect: RG1001|RG1002
            return byName["a"].Has("a");
        }

        public void OnPatch()
        {
            var shelves = new List<Shelf>();
            shelves.Add(new Shelf { Redis = ConnectionMultiplexer.Connect("localhost") });
            foreach (var shelf in shelves)
            {
                s_all.Add(shelf);
            }
        }

        public void OnDelete()
        {
            s_all.Add(new Shelf { Redis = ConnectionMultiplexer.Connect("localhost") });
        }
    }

    [ApiController]
    public sealed class ShelvesController : ControllerBase
    {
        [HttpGet]
        public bool Get()
        {
            var stores = new List<Store> { new Store(ConnectionMultiplexer.Connect("localhost")) }; // expect: RG1001|RG1002
            return stores.Count > 0 && stores[0].Has("a");
        }

        [HttpPost]
        public IReadOnlyList<Store> Give()
        {
            var stores = new List<Store>();
            stores.Add(new Store(ConnectionMultiplexer.Connect("localhost")));
            return stores;
        }
    }
}
