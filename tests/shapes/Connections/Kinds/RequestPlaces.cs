// Places that the framework gives a controller or a page end with the request; what the program gives it may be everybody's.
using System.Collections.Generic;
using Microsoft.AspNetCore.Mvc;
using StackExchange.Redis;

namespace Kinds.RequestPlaces
{
    public sealed class ShelfController : Controller
    {
        private static readonly Dictionary<string, IDatabase> s_databases = new();
        private static readonly object s_gate = new();

        [HttpGet]
        public IActionResult Show()
        {
            ViewData["redis"] = ConnectionMultiplexer.Connect("localhost"); // expect: RG1001
            return View();
        }

        [HttpPut]
        public long Replace(string tenant)
        {
            s_databases[tenant] = ConnectionMultiplexer.Connect(tenant).GetDatabase(); // expect: RG1004
            return s_databases[tenant].ListLength("shelf");
        }

        [HttpPost]
        public long Find(string tenant)
        {
            lock (s_gate)
            {
                if (!s_databases.TryGetValue(tenant, out IDatabase? database))
                {
                    s_databases[tenant] = database = ConnectionMultiplexer.Connect(tenant).GetDatabase();
                }

                return database.ListLength("shelf");
            }
        }
    }

    public sealed class TenantsController(Dictionary<string, IConnectionMultiplexer> tenants) : ControllerBase
    {
        [HttpPut]
        public void Add(string tenant)
        {
            lock (tenants)
            {
                if (!tenants.ContainsKey(tenant))
                {
                    tenants[tenant] = ConnectionMultiplexer.Connect(tenant);
                }
            }
        }
    }
}
