// Opened two helpers away.
using System.Threading.Tasks;
using System;
using Microsoft.AspNetCore.Mvc;
using StackExchange.Redis;

namespace Kinds.HelpersDeep.ByKind
{
    internal static class Open
    {
        internal static async Task<ConnectionMultiplexer> ByKindAsync(string kind, string cs) => kind switch
        {
            "plain" => await PlainAsync(cs),
            "tls" => await TlsAsync(cs),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
        private static async Task<ConnectionMultiplexer> PlainAsync(string cs) => await ConnectionMultiplexer.ConnectAsync(cs); // allow: RG1001
        private static async Task<ConnectionMultiplexer> TlsAsync(string cs)
        {
            var options = ConfigurationOptions.Parse(cs);
            options.Ssl = true;
            return await ConnectionMultiplexer.ConnectAsync(options).ConfigureAwait(false); // allow: RG1001
        }
    }
    public sealed class ValueController : ControllerBase
    {
        [HttpGet("{key}")]
        public async Task<string?> Get(string key)
        {
            await using var redis = await Open.ByKindAsync("plain", "localhost").ConfigureAwait(false); // expect: RG1001
            return await redis.GetDatabase().StringGetAsync(key);
        }
    }
}

namespace Kinds.HelpersDeep.Local
{
    public class K
    {
        private const string Cs = "localhost";
        private static Lazy<ConnectionMultiplexer> Fresh => new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(Cs)); // expect: RG1001|RG1002
        public string? A(string k) => Fresh.Value.GetDatabase().StringGet(k);
        public string? B(string k)
        {
            var lazy = new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(Cs)); // expect: RG1001|RG1002
            return lazy.Value.GetDatabase().StringGet(k);
        }
        public async Task<string?> C(string k)
        {
            var lazy = new Lazy<Task<ConnectionMultiplexer>>(() => ConnectionMultiplexer.ConnectAsync(Cs)); // expect: RG1001|RG1002
            return await (await lazy.Value).GetDatabase().StringGetAsync(k);
        }
        public string? D(string k)
        {
            Func<ConnectionMultiplexer> open = () => ConnectionMultiplexer.Connect(Cs); // expect: RG1001|RG1002
            return open().GetDatabase().StringGet(k);
        }
        public string? E(string k)
        {
            return Open().GetDatabase().StringGet(k); // expect: RG1001|RG1002
            ConnectionMultiplexer Open() => ConnectionMultiplexer.Connect(Cs); // allow: RG1001 allow: RG1002
        }
        public string? F(string k) => OpenDb().StringGet(k); // allow: RG1001 allow: RG1002
        private static IDatabase OpenDb() => ConnectionMultiplexer.Connect(Cs).GetDatabase(); // expect: RG1001|RG1002
        public string? G(string k)
        {
            using var m = Opened();  // expect: RG1001
            return m.GetDatabase().StringGet(k);
        }
        private static ConnectionMultiplexer Opened() => ConnectionMultiplexer.Connect(Cs);
        public string? H(string k)
        {
            var m = Opened();  // expect: RG1001|RG1002
            return m.GetDatabase().StringGet(k);
        }
    }
}
