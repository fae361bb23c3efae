// Never closed: the connection stays in this code, and some ordinary way through it leaves the connection open.
using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace RG1002.Profile.Before
{
    public class ProfileController(IConfiguration configuration) : ControllerBase
    {
        [HttpGet("profile/{id:int}")]
        public async Task<ActionResult<string>> Get(int id)
        {
            var redis = await ConnectionMultiplexer.ConnectAsync(configuration["Redis"]!); // expect: RG1002
            var database = redis.GetDatabase();
            string? name = await database.HashGetAsync($"profile:{id}", "name");
            return name is null ? NotFound() : name;
        }
    }
}

namespace RG1002.Profile.After
{
    public class ProfileController(IDatabase database) : ControllerBase
    {
        [HttpGet("profile/{id:int}")]
        public async Task<ActionResult<string>> Get(int id)
        {
            string? name = await database.HashGetAsync($"profile:{id}", "name");
            return name is null ? NotFound() : name;
        }
    }
}

namespace RG1002.EarlyReturn.Before
{
    public class Seeder : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            IConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync("localhost"); // expect: RG1002
            var database = redis.GetDatabase();
            if (await database.KeyExistsAsync("seeded"))
            {
                return;
            }

            await database.StringSetAsync("seeded", DateTime.UtcNow.Ticks);
            await redis.CloseAsync();
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

namespace RG1002.EarlyReturn.After
{
    public class Seeder : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            await using IConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync("localhost");
            var database = redis.GetDatabase();
            if (await database.KeyExistsAsync("seeded"))
            {
                return;
            }

            await database.StringSetAsync("seeded", DateTime.UtcNow.Ticks);
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

namespace RG1002.Catch.Before
{
    public class Publisher(ILogger<Publisher> logger)
    {
        public void Announce(string text)
        {
            ConnectionMultiplexer? redis = null;
            try
            {
                redis = ConnectionMultiplexer.Connect("bus:6379"); // expect: RG1002
                redis.GetSubscriber().Publish(RedisChannel.Literal("news"), text);
                redis.Dispose();
            }
            catch (RedisException exception)
            {
                logger.LogError(exception, "not announced");
            }
        }
    }
}

namespace RG1002.Catch.After
{
    public class Publisher(IConnectionMultiplexer redis, ILogger<Publisher> logger)
    {
        public void Announce(string text)
        {
            try
            {
                redis.GetSubscriber().Publish(RedisChannel.Literal("news"), text);
            }
            catch (RedisException exception)
            {
                logger.LogError(exception, "not announced");
            }
        }
    }
}

namespace RG1002.Discarded.Before
{
    public class WarmUp
    {
        public async Task PrimeAsync(string configuration)
        {
            _ = await ConnectionMultiplexer.ConnectAsync(configuration); // expect: RG1002
            ConnectionMultiplexer.Connect(configuration + ",defaultDatabase=1"); // expect: RG1002 allow: RG4004
        }
    }
}

namespace RG1002.Discarded.After
{
    public class WarmUp(IConnectionMultiplexer redis)
    {
        public async Task PrimeAsync() => await redis.GetDatabase().PingAsync();
    }
}

namespace RG1002.Listener.Before
{
    public class PriceFeed
    {
        public async Task ListenAsync(Action<string> onPrice)
        {
            var redis = await ConnectionMultiplexer.ConnectAsync("feed"); // expect: RG1002
            await redis.GetSubscriber().SubscribeAsync(RedisChannel.Pattern("price:*"), (_, value) => onPrice(value.ToString()));
        }
    }
}

namespace RG1002.Listener.After
{
    public sealed class PriceFeed(Action<string> onPrice) : IAsyncDisposable
    {
        private ConnectionMultiplexer? _redis;

        public async Task StartAsync()
        {
            _redis = await ConnectionMultiplexer.ConnectAsync("feed");
            await _redis.GetSubscriber().SubscribeAsync(RedisChannel.Pattern("price:*"), (_, value) => onPrice(value.ToString()));
        }

        public ValueTask DisposeAsync() => _redis is null ? default : _redis.DisposeAsync();
    }
}

namespace RG1002.TimeLimit.Before
{
    public class Prober
    {
        public async Task<bool> IsUpAsync(string host)
        {
            var connecting = ConnectionMultiplexer.ConnectAsync(host); // expect: RG1002
            if (await Task.WhenAny(connecting, Task.Delay(TimeSpan.FromSeconds(2))) != connecting)
            {
                return false;
            }

            await using var connection = await connecting;
            return connection.IsConnected;
        }
    }
}

namespace RG1002.TimeLimit.After
{
    public class Prober(IConnectionMultiplexer connection)
    {
        public async Task<bool> IsUpAsync()
        {
            var ping = connection.GetDatabase().PingAsync();
            return await Task.WhenAny(ping, Task.Delay(TimeSpan.FromSeconds(2))) == ping;
        }
    }
}

namespace RG1002.GivenUp.Before
{
    public class Gate(string configuration)
    {
        public async Task<TimeSpan> MeasureAsync(CancellationToken cancellationToken)
        {
            using var redis = await ConnectionMultiplexer.ConnectAsync(configuration).WaitAsync(TimeSpan.FromSeconds(5), cancellationToken); // expect: RG1001|RG1002
            return await redis.GetDatabase().PingAsync();
        }
    }
}

namespace RG1002.GivenUp.After
{
    public class Gate(IConnectionMultiplexer redis)
    {
        public async Task<TimeSpan> MeasureAsync(CancellationToken cancellationToken)
            => await redis.GetDatabase().PingAsync().WaitAsync(TimeSpan.FromSeconds(5), cancellationToken);
    }
}

namespace RG1002.Loser.Before
{
    public class Nearest
    {
        public async Task<string?> ReadAsync(string key)
        {
            var winner = await Task.WhenAny(
                ConnectionMultiplexer.ConnectAsync("eu.cache"), // expect: RG1002
                ConnectionMultiplexer.ConnectAsync("us.cache")); // expect: RG1002
            await using var connection = await winner;
            return await connection.GetDatabase().StringGetAsync(key);
        }
    }
}

namespace RG1002.Loser.After
{
    public class Nearest(IConnectionMultiplexer[] replicas)
    {
        public async Task<string?> ReadAsync(string key)
        {
            var winner = await Task.WhenAny(Array.ConvertAll(replicas, replica => replica.GetDatabase().StringGetAsync(key)));
            return await winner;
        }
    }
}

namespace RG1002.Collected.Before
{
    public class Fleet
    {
        public async Task<int> CountAsync(string first, string second)
        {
            ConnectionMultiplexer[] nodes =
            [
                await ConnectionMultiplexer.ConnectAsync(first), // expect: RG1002
                await ConnectionMultiplexer.ConnectAsync(second), // expect: RG1002
            ];
            var connected = 0;
            foreach (var node in nodes)
            {
                connected += node.IsConnected ? 1 : 0;
            }

            return connected;
        }
    }
}

namespace RG1002.Collected.After
{
    public class Fleet(IReadOnlyCollection<IConnectionMultiplexer> nodes)
    {
        public int Count()
        {
            var connected = 0;
            foreach (var node in nodes)
            {
                connected += node.IsConnected ? 1 : 0;
            }

            return connected;
        }
    }
}

namespace RG1002.Loop.Before
{
    public class Migration
    {
        public void Copy(string[] shards, IDatabase target)
        {
            foreach (var shard in shards)
            {
                var source = ConnectionMultiplexer.Connect(shard); // expect: RG1002
                if (!source.IsConnected)
                {
                    continue;
                }

                target.StringSet(shard, source.GetDatabase().StringGet("state"));
                source.Dispose();
            }
        }
    }
}

namespace RG1002.Loop.After
{
    public class Migration
    {
        public void Copy(string[] shards, IDatabase target)
        {
            foreach (var shard in shards)
            {
                using var source = ConnectionMultiplexer.Connect(shard); // allow: RG1001
                if (source.IsConnected)
                {
                    target.StringSet(shard, source.GetDatabase().StringGet("state"));
                }
            }
        }
    }
}

namespace RG1002.Switch.Before
{
    public enum Tier { Hot, Cold }

    public class Router
    {
        public string? Read(Tier tier, string key)
        {
            IConnectionMultiplexer source = tier switch
            {
                Tier.Hot => ConnectionMultiplexer.Connect("hot"), // expect: RG1002
                Tier.Cold => ConnectionMultiplexer.Connect("cold,connectTimeout=9000"), // expect: RG1002
                _ => throw new ArgumentOutOfRangeException(nameof(tier)),
            };
            return source.GetDatabase().StringGet(key);
        }
    }
}

namespace RG1002.Switch.After
{
    public enum Tier { Hot, Cold }

    public class Router([FromKeyedServices(Tier.Hot)] IConnectionMultiplexer hot, [FromKeyedServices(Tier.Cold)] IConnectionMultiplexer cold)
    {
        public string? Read(Tier tier, string key)
        {
            var source = tier switch
            {
                Tier.Hot => hot,
                Tier.Cold => cold,
                _ => throw new ArgumentOutOfRangeException(nameof(tier)),
            };
            return source.GetDatabase().StringGet(key);
        }
    }
}

namespace RG1002.LocalFunction.Before
{
    public class Audit(IConfiguration configuration)
    {
        public void Write(string entry)
        {
            IDatabase Open()
            {
                var multiplexer = ConnectionMultiplexer.Connect(configuration["Audit"]!); // expect: RG1001|RG1002
                return multiplexer.GetDatabase();
            }

            Open().ListRightPush("audit", entry);
        }
    }
}

namespace RG1002.LocalFunction.After
{
    public class Audit(IConnectionMultiplexer multiplexer)
    {
        public void Write(string entry) => multiplexer.GetDatabase().ListRightPush("audit", entry);
    }
}

namespace RG1002.Tuple.Before
{
    public static class Tools
    {
        public static async Task<long> SizeAsync(string configuration)
        {
            var (server, database) = await OpenAsync(configuration);
            return await server.DatabaseSizeAsync(database);
        }

        private static async Task<(IServer Server, int Database)> OpenAsync(string configuration)
        {
            var connection = await ConnectionMultiplexer.ConnectAsync(configuration); // expect: RG1001|RG1002
            return (connection.GetServer(connection.GetEndPoints()[0]), 0);
        }
    }
}

namespace RG1002.Tuple.After
{
    public static class Tools
    {
        public static async Task<long> SizeAsync(string configuration)
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(configuration); // allow: RG1001
            return await connection.GetServer(connection.GetEndPoints()[0]).DatabaseSizeAsync(0);
        }
    }
}

namespace RG1002.Alias.Before
{
    public class Snapshot
    {
        public void Take(string host, bool verbose)
        {
            var first = ConnectionMultiplexer.Connect(host); // expect: RG1002
            IConnectionMultiplexer connection = first;
            if (verbose)
            {
                Console.WriteLine(connection.GetStatus());
            }
            else
            {
                connection.GetServer(connection.GetEndPoints()[0]).Save(SaveType.BackgroundSave);
                connection.Dispose();
            }
        }
    }
}

namespace RG1002.Alias.After
{
    public class Snapshot
    {
        public void Take(IConnectionMultiplexer connection, bool verbose)
        {
            if (verbose)
            {
                Console.WriteLine(connection.GetStatus());
            }
            else
            {
                connection.GetServer(connection.GetEndPoints()[0]).Save(SaveType.BackgroundSave);
            }
        }
    }
}

namespace RG1002.OwnFactory.Before
{
    public static class RedisConnectionFactory
    {
        public static async Task<ConnectionMultiplexer> CreateAsync(string name)
        {
            var options = new ConfigurationOptions { ClientName = name };
            options.EndPoints.Add("localhost", 6379);
            var connection = await ConnectionMultiplexer.ConnectAsync(options).ConfigureAwait(false);
            connection.ConnectionFailed += (_, e) => Console.Error.WriteLine(e.FailureType);
            return connection;
        }
    }

    public class Indexer
    {
        public async Task IndexAsync(string document)
        {
            var connection = await RedisConnectionFactory.CreateAsync("indexer"); // expect: RG1002
            await connection.GetDatabase().ListLeftPushAsync("index", document);
        }
    }
}

namespace RG1002.OwnFactory.After
{
    public static class RedisConnectionFactory
    {
        public static async Task<ConnectionMultiplexer> CreateAsync(string name)
        {
            var options = new ConfigurationOptions { ClientName = name };
            options.EndPoints.Add("localhost", 6379);
            var connection = await ConnectionMultiplexer.ConnectAsync(options).ConfigureAwait(false);
            connection.ConnectionFailed += (_, e) => Console.Error.WriteLine(e.FailureType);
            return connection;
        }
    }

    public sealed class Indexer : IAsyncDisposable
    {
        private readonly Task<ConnectionMultiplexer> _connecting = RedisConnectionFactory.CreateAsync("indexer");

        public async Task IndexAsync(string document)
        {
            var connection = await _connecting;
            await connection.GetDatabase().ListLeftPushAsync("index", document);
        }

        public async ValueTask DisposeAsync()
        {
            var connection = await _connecting;
            await connection.DisposeAsync();
        }
    }
}

namespace RG1002.LocalList.Before
{
    public class Shards
    {
        public void Warm(string[] hosts)
        {
            var connections = new List<ConnectionMultiplexer>();
            foreach (var host in hosts)
            {
                connections.Add(ConnectionMultiplexer.Connect(host)); // expect: RG1002
            }

            foreach (var connection in connections)
            {
                connection.GetDatabase().Ping();
            }
        }

        public async Task WarmTogetherAsync(string[] hosts)
        {
            var connecting = new List<Task<ConnectionMultiplexer>>();
            foreach (var host in hosts)
            {
                connecting.Add(ConnectionMultiplexer.ConnectAsync(host)); // expect: RG1002
            }

            foreach (var connection in await Task.WhenAll(connecting))
            {
                await connection.GetDatabase().PingAsync();
            }
        }

        public int CountByName(string[] hosts)
        {
            var byName = new Dictionary<string, IConnectionMultiplexer>();
            foreach (var host in hosts)
            {
                byName[host] = ConnectionMultiplexer.Connect(host); // expect: RG1002
            }

            var count = 0;
            foreach (var (name, connection) in byName)
            {
                count += connection.ClientName == name ? 1 : 0;
            }

            return count;
        }

        public void Compare()
        {
            var both = new List<IConnectionMultiplexer>
            {
                ConnectionMultiplexer.Connect("blue"), // expect: RG1002
                ConnectionMultiplexer.Connect("green"), // expect: RG1002
            };
            Console.WriteLine(both[0].ClientName == both[1].ClientName);
        }
    }
}

namespace RG1002.LocalList.After
{
    public sealed class Shards : IDisposable
    {
        private readonly List<IConnectionMultiplexer> _connections = new();

        public Shards(string[] hosts)
        {
            var opened = new List<IConnectionMultiplexer>();
            foreach (var host in hosts)
            {
                opened.Add(ConnectionMultiplexer.Connect(host));
            }

            _connections.AddRange(opened);
        }

        public void Warm()
        {
            foreach (var connection in _connections)
            {
                connection.GetDatabase().Ping();
            }
        }

        public void Dispose()
        {
            foreach (var connection in _connections)
            {
                connection.Dispose();
            }
        }
    }
}
