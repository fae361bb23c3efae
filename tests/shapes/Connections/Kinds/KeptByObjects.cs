// An object that keeps what it is given in a private field, and never closes it, is no owner: who drops the object drops the connection.
using System;
using System.Collections.Generic;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Kinds.KeptByObjects
{
    public sealed class Reader
    {
        private readonly IConnectionMultiplexer _redis;

        public Reader(IConnectionMultiplexer redis) => _redis = redis;

        public string? Get(string key) => _redis.GetDatabase().StringGet(key);
    }

    public sealed class DbReader
    {
        private readonly IDatabase _db;

        public DbReader(IDatabase db) => _db = db;

        public string? Get(string key) => _db.StringGet(key);
    }

    public sealed class Closer : IDisposable
    {
        private readonly IConnectionMultiplexer _redis;

        public Closer(ConnectionMultiplexer redis) => _redis = redis;

        public string? Get(string key) => _redis.GetDatabase().StringGet(key);

        public void Dispose() => _redis.Dispose();
    }

    public sealed class Shower
    {
        private readonly IConnectionMultiplexer _redis;

        public Shower(IConnectionMultiplexer redis) => _redis = redis;

        public IConnectionMultiplexer Redis => _redis;
    }

    public sealed class Events
    {
        private readonly IConnectionMultiplexer _redis;

        public Events(IConnectionMultiplexer redis)
        {
            _redis = redis;
            _redis.ConnectionFailed += (_, e) => Console.WriteLine(e.FailureType);
        }
    }

    public static class Code
    {
        public static string? Read(string key)
        {
            var redis = ConnectionMultiplexer.Connect("localhost"); // expect: RG1001|RG1002
            var reader = new Reader(redis);
            return reader.Get(key);
        }

        public static string? ReadDb(string key)
        {
            var reader = new DbReader(ConnectionMultiplexer.Connect("localhost").GetDatabase()); // expect: RG1001|RG1002
            return reader.Get(key);
        }

        public static string? ReadAndClose(string key)
        {
            var redis = ConnectionMultiplexer.Connect("localhost"); // expect: RG1001
            var reader = new Reader(redis);
            string? value = reader.Get(key);
            redis.Dispose();
            return value;
        }

        public static ConnectionMultiplexer WithEvents()
        {
            var redis = ConnectionMultiplexer.Connect("localhost");
            _ = new Events(redis);
            return redis;
        }

        public static ConnectionMultiplexer Retry()
        {
            ConnectionMultiplexer? redis = null;
            for (int i = 0; i < 3; i++)
            {
                redis = ConnectionMultiplexer.Connect("localhost,abortConnect=false"); // expect: RG1002|RG1004
                _ = new Events(redis);
                if (redis.IsConnected)
                {
                    break;
                }
            }

            return redis!;
        }

        public static string? ReadAndDispose(string key)
        {
            using var closer = new Closer(ConnectionMultiplexer.Connect("localhost")); // allow: RG1001
            return closer.Get(key);
        }

        public static void Shown()
        {
            var shower = new Shower(ConnectionMultiplexer.Connect("localhost"));
            shower.Redis.Dispose();
        }

        public static Reader Made() => new(ConnectionMultiplexer.Connect("localhost"));

        public static void Registered(IServiceCollection services) => services.AddSingleton(new Reader(ConnectionMultiplexer.Connect("localhost"))); // allow: RG1010

        public static void Listed(List<Reader> readers) => readers.Add(new Reader(ConnectionMultiplexer.Connect("localhost")));
    }
}
