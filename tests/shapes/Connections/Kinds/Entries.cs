// A cache runs its factory for each entry: what the factory needed for that is opened and closed each time.
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

namespace Kinds.Entries.Factories
{
    public interface IMyCache { T GetOrAdd<T>(string key, Func<T> make); }
    public class Reader(IMyCache mine, IMemoryCache memory)
    {
        public string? A(string k) => mine.GetOrAdd(k, () =>
        {
            using var c = ConnectionMultiplexer.Connect("a"); // expect: RG1001
            return (string?)c.GetDatabase().StringGet(k);
        });
        public Task<string?> B(string k) => memory.GetOrCreateAsync(k, async e =>
        {
            using var c = await ConnectionMultiplexer.ConnectAsync("a"); // expect: RG1001
            return (string?)await c.GetDatabase().StringGetAsync(k);
        });
        public string? C(string k) => memory.GetOrCreate(k, e =>
        {
            var c = ConnectionMultiplexer.Connect("a"); // expect: RG1002|RG1001
            return (string?)c.GetDatabase().StringGet(k);
        });
    }
}

namespace Kinds.Entries.Memory
{
    public sealed class Caching(IMemoryCache cache)
    {
        public Task<byte[]?> Get(string k) => cache.GetOrCreateAsync(k, async e =>
        {
            await using var m = await ConnectionMultiplexer.ConnectAsync("x"); // expect: RG1001
            return (byte[]?)await m.GetDatabase().StringGetAsync(k);
        });
        public IConnectionMultiplexer Shared(string k) => cache.GetOrCreate(k, e => (IConnectionMultiplexer)ConnectionMultiplexer.Connect(k))!; // expect: RG1006
    }
}
