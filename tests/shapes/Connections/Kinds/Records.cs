// A record that only holds is a tuple with a name: a helper's result that has the connection in it.
using System;
using System.Threading.Tasks;
using StackExchange.Redis;

namespace Kinds.Records
{
    public sealed record Handle(ConnectionMultiplexer Redis, IDatabase Db);

    public readonly record struct Pair(IConnectionMultiplexer Redis, string Name);

    public sealed record Closing(ConnectionMultiplexer Redis) : IDisposable
    {
        public void Dispose() => Redis.Dispose();
    }

    public sealed class Uses
    {
        private static Handle Open(string host)
        {
            var redis = ConnectionMultiplexer.Connect(host);
            return new Handle(redis, redis.GetDatabase());
        }

        private static async Task<Pair> OpenAsync(string host) => new(await ConnectionMultiplexer.ConnectAsync(host), host);

        public string? Drops(string key)
        {
            var handle = Open("localhost"); // expect: RG1002
            return handle.Db.StringGet(key);
        }

        public async Task<TimeSpan> DropsAsync()
        {
            var pair = await OpenAsync("localhost"); // expect: RG1002
            return await pair.Redis.GetDatabase().PingAsync();
        }

        public string? Closes(string key)
        {
            var handle = Open("localhost"); // expect: RG1001
            try
            {
                return handle.Db.StringGet(key);
            }
            finally
            {
                handle.Redis.Dispose();
            }
        }

        public Handle Gives() => Open("localhost");

        public string? Disposes(string key)
        {
            using var closing = new Closing(ConnectionMultiplexer.Connect("localhost")); // allow: RG1001
            return closing.Redis.GetDatabase().StringGet(key);
        }
    }

    public sealed class Keeps : IDisposable
    {
        private readonly Handle _handle;

        public Keeps(string host)
        {
            var redis = ConnectionMultiplexer.Connect(host);
            _handle = new Handle(redis, redis.GetDatabase());
        }

        public string? Get(string key) => _handle.Db.StringGet(key);

        public void Dispose() => _handle.Redis.Dispose();
    }

    public sealed class Forgets : IDisposable
    {
        private readonly Handle _handle;

        public Forgets(string host)
        {
            var redis = ConnectionMultiplexer.Connect(host); // expect: RG1003
            _handle = new Handle(redis, redis.GetDatabase());
        }

        public string? Get(string key) => _handle.Db.StringGet(key);

        public void Dispose() => GC.SuppressFinalize(this);
    }
}
