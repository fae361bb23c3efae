// A retry runs the function that it is given and gives back what that opened: whoever called it has the connection.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Polly;
using StackExchange.Redis;

namespace Polly
{
    public sealed class Policy
    {
        public TResult Execute<TResult>(Func<TResult> action) => action();
    }
}

namespace Kinds.RunForResult
{
    public sealed class Reader(Policy policy)
    {
        private readonly Dictionary<string, object> _kept = new();

        public string? ByPolicy(string key)
        {
            var redis = policy.Execute(() => ConnectionMultiplexer.Connect("localhost")); // expect: RG1002
            return redis.GetDatabase().StringGet(key);
        }

        public async Task<string?> ByRetryAsync(string key)
        {
            var redis = await RetryAsync(() => ConnectionMultiplexer.ConnectAsync("localhost")); // expect: RG1002
            return await redis.GetDatabase().StringGetAsync(key);
        }

        public string? ByWork(string key) => Run(database => (string?)database.StringGet(key));

        public string? Lazily(string key)
        {
            Lazy<IDatabase> database = new(() => ConnectionMultiplexer.Connect("localhost").GetDatabase()); // expect: RG1001
            return key.Length == 0 ? null : (string?)database.Value.StringGet(key);
        }

        public async Task<RedisValue> FirstAsync(string[] hosts, string key)
        {
            Task<ConnectionMultiplexer>[] opening = [.. hosts.Select(host => ConnectionMultiplexer.ConnectAsync(host))]; // expect: RG1002
            using var first = await await Task.WhenAny(opening);
            return await first.GetDatabase().StringGetAsync(key);
        }

        // The cures.
        public async Task<string?> ClosedAsync(string key)
        {
            await using var redis = await RetryAsync(() => ConnectionMultiplexer.ConnectAsync("localhost")); // expect: RG1001
            return await redis.GetDatabase().StringGetAsync(key);
        }

        public Task<ConnectionMultiplexer> OpenAsync() => RetryAsync(() => ConnectionMultiplexer.ConnectAsync("localhost"));

        // Looks like it: what is kept is given to the next one as well.
        public string? Cached(string key)
        {
            var redis = Kept("redis", () => ConnectionMultiplexer.Connect("localhost"));
            return redis.GetDatabase().StringGet(key);
        }

        private T Kept<T>(string name, Func<T> make)
            where T : class
        {
            if (_kept.TryGetValue(name, out object? known))
            {
                return (T)known;
            }

            T made = make();
            _kept[name] = made;
            return made;
        }

        private static async Task<T> RetryAsync<T>(Func<Task<T>> make)
        {
            try
            {
                return await make();
            }
            catch (RedisException)
            {
                return await make().ConfigureAwait(false);
            }
        }

        private static T Run<T>(Func<IDatabase, T> work)
        {
            var redis = ConnectionMultiplexer.Connect("localhost"); // expect: RG1002
            return work(redis.GetDatabase());
        }
    }

    // Looks like it: the variable's function outlives the call.
    public sealed class Opener
    {
        public Func<IDatabase> Make()
        {
            Lazy<IDatabase> database = new(() => ConnectionMultiplexer.Connect("localhost").GetDatabase());
            return () => database.Value;
        }
    }
}
