// A helper that a loop calls opens one connection for each server that it is given, or the same one again and again.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Kinds.OpenedForEach
{
    public sealed class Storing(ChannelReader<string> readings) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await foreach (string reading in readings.ReadAllAsync(stoppingToken))
            {
                await StoreAsync(reading);
            }
        }

        private static async Task StoreAsync(string reading)
        {
            using var redis = await ConnectionMultiplexer.ConnectAsync("localhost"); // expect: RG1001
            await redis.GetDatabase().ListRightPushAsync("readings", reading);
        }
    }

    // The cure.
    public sealed class StoringOnOne(ChannelReader<string> readings) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using var redis = await ConnectionMultiplexer.ConnectAsync("localhost");
            await foreach (string reading in readings.ReadAllAsync(stoppingToken))
            {
                await redis.GetDatabase().ListRightPushAsync("readings", reading);
            }
        }
    }

    // Looks like it: what it is given says where to.
    public sealed class Pinging(string[] hosts) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            foreach (string host in hosts)
            {
                await PingAsync(host);
            }
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        private static async Task PingAsync(string host)
        {
            string configuration = host + ",abortConnect=false";
            using var redis = await ConnectionMultiplexer.ConnectAsync(configuration);
            await redis.GetDatabase().PingAsync();
        }
    }

    public sealed class ByName
    {
        public long Dropped(string[] hosts)
        {
            var all = hosts.ToDictionary(host => host, host => ConnectionMultiplexer.Connect(host)); // expect: RG1002
            long sum = 0;
            foreach ((string host, ConnectionMultiplexer redis) in all)
            {
                sum += redis.GetDatabase().SetLength(host);
            }

            return sum;
        }

        public long Closed(string[] hosts)
        {
            var all = hosts.ToDictionary(host => host, host => ConnectionMultiplexer.Connect(host)); // allow: RG1001
            long sum = 0;
            foreach ((string host, ConnectionMultiplexer redis) in all)
            {
                sum += redis.GetDatabase().SetLength(host);
                redis.Dispose();
            }

            return sum;
        }

        public Dictionary<string, ConnectionMultiplexer> Open(string[] hosts) => hosts.ToDictionary(host => host, host => ConnectionMultiplexer.Connect(host));
    }

    public sealed class Payroll
    {
        private static Lazy<ConnectionMultiplexer>? s_redis;

        public Payroll(string host) => s_redis = new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(host)); // expect: RG1004

        public RedisValue Read(string key) => s_redis!.Value.GetDatabase().StringGet(key);
    }

    // The cure.
    public sealed class PayrollFilledOnce
    {
        private static readonly object s_gate = new();
        private static Lazy<ConnectionMultiplexer>? s_redis;

        public PayrollFilledOnce(string host)
        {
            lock (s_gate)
            {
                s_redis ??= new Lazy<ConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(host));
            }
        }

        public RedisValue Read(string key) => s_redis!.Value.GetDatabase().StringGet(key);
    }

    public sealed class Shards : IDisposable
    {
        private readonly ConnectionMultiplexer[] _shards = new ConnectionMultiplexer[4];

        public Shards()
        {
            for (int i = 0; i < _shards.Length; i++)
            {
                _shards[i] = ConnectionMultiplexer.Connect($"shard{i}");
            }
        }

        public IDatabase Renewed(int number)
        {
            if (!_shards[number].IsConnected)
            {
                _shards[number] = ConnectionMultiplexer.Connect($"shard{number}"); // expect: RG1004
            }

            return _shards[number].GetDatabase();
        }

        public void Dispose()
        {
            foreach (var shard in _shards)
            {
                shard.Dispose();
            }
        }
    }

    public sealed class ShardsClosed : IDisposable
    {
        private readonly ConnectionMultiplexer[] _shards = new ConnectionMultiplexer[4];

        public ShardsClosed()
        {
            for (int i = 0; i < _shards.Length; i++)
            {
                _shards[i] = ConnectionMultiplexer.Connect($"shard{i}");
            }
        }

        public IDatabase Renewed(int number)
        {
            if (!_shards[number].IsConnected)
            {
                _shards[number].Dispose();
                _shards[number] = ConnectionMultiplexer.Connect($"shard{number}");
            }

            return _shards[number].GetDatabase();
        }

        public void Dispose()
        {
            foreach (var shard in _shards)
            {
                shard.Dispose();
            }
        }
    }

    public sealed class Counted : IDisposable
    {
        private readonly List<ConnectionMultiplexer> _all = new();

        public Counted(params string[] hosts)
        {
            foreach (string host in hosts)
            {
                _all.Add(ConnectionMultiplexer.Connect(host)); // expect: RG1003
            }
        }

        public int Up => _all.Count(redis => redis.IsConnected);

        public void Dispose() => _all.Clear();
    }

    public sealed class CountedAndClosed : IDisposable
    {
        private readonly List<ConnectionMultiplexer> _all = new();

        public CountedAndClosed(params string[] hosts)
        {
            foreach (string host in hosts)
            {
                _all.Add(ConnectionMultiplexer.Connect(host));
            }
        }

        public int Up => _all.Count(redis => redis.IsConnected);

        public void Dispose()
        {
            _all.ForEach(redis => redis.Close());
            _all.Clear();
        }
    }
}
