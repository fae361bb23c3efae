// A loop around the work of a life turns when the work has failed; a loop over hosts opens one connection for each. Neither is churn.
using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Kinds.Attempts.LongWork
{
    public sealed class Pump : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    await using var redis = await ConnectionMultiplexer.ConnectAsync("localhost");
                    await WorkAsync(redis, stoppingToken);
                }
                catch (RedisException)
                {
                    await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
                }
            }
        }

        private static async Task WorkAsync(IConnectionMultiplexer redis, CancellationToken token)
        {
            var db = redis.GetDatabase();
            while (!token.IsCancellationRequested)
            {
                await db.ListRightPopLeftPushAsync("in", "work");
                await Task.Delay(100, token);
            }
        }
    }

    public sealed class Ticker : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (true)
            {
                using (var redis = await ConnectionMultiplexer.ConnectAsync("localhost"))
                {
                    using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
                    while (await timer.WaitForNextTickAsync(stoppingToken))
                    {
                        await redis.GetDatabase().StringIncrementAsync("ticks");
                    }
                }
            }
        }
    }

    public sealed class Keeper : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                using var redis = await ConnectionMultiplexer.ConnectAsync("localhost");
                await redis.GetDatabase().StringSetAsync("alive", 1);
                await Task.Delay(Timeout.Infinite, stoppingToken);
            }
        }
    }

    public sealed class Consumer : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    await using var redis = await ConnectionMultiplexer.ConnectAsync("localhost");
                    var queue = await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("orders"));
                    await foreach (var message in queue.WithCancellation(stoppingToken))
                    {
                        Console.WriteLine(message.Message);
                    }
                }
                catch (RedisException)
                {
                    await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
                }
            }
        }
    }

    public sealed class Poller : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                using var redis = await ConnectionMultiplexer.ConnectAsync("localhost"); // expect: RG1001
                for (int i = 0; i < 10; i++)
                {
                    await redis.GetDatabase().StringIncrementAsync("polls");
                }
            }
        }
    }

    public sealed class Drainer : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                using var redis = await ConnectionMultiplexer.ConnectAsync("localhost"); // expect: RG1001
                while (!stoppingToken.IsCancellationRequested)
                {
                    if ((await redis.GetDatabase().ListLeftPopAsync("jobs")).IsNull)
                    {
                        break;
                    }
                }
            }
        }
    }
}

namespace Kinds.Attempts.OneForEach
{
    public static class Program
    {
        public static void Main(string[] args)
        {
            foreach (string host in args)
            {
                string options = host + ",abortConnect=false";
                using var redis = ConnectionMultiplexer.Connect(options);
                Console.WriteLine(redis.GetDatabase().Ping());
            }

            while (Console.ReadLine() is { Length: > 0 } typed)
            {
                using var redis = ConnectionMultiplexer.Connect(typed);
                Console.WriteLine(redis.GetDatabase().Ping());
            }

            string? line;
            using var hosts = new StreamReader("hosts.txt");
            while ((line = hosts.ReadLine()) != null)
            {
                using var redis = ConnectionMultiplexer.Connect(line);
                Console.WriteLine(redis.GetDatabase().Ping());
            }

            var queue = new Queue<string>(args);
            while (queue.TryDequeue(out string? next))
            {
                using var redis = ConnectionMultiplexer.Connect(next);
                Console.WriteLine(redis.GetDatabase().Ping());
            }

            for (int i = 0; i < 100; i++)
            {
                string options = "localhost";
                using var redis = ConnectionMultiplexer.Connect(options); // expect: RG1001
                redis.GetDatabase().StringSet("k" + i, i);
            }

            while (Console.ReadLine() is { Length: > 0 } key)
            {
                using var redis = ConnectionMultiplexer.Connect("localhost"); // expect: RG1001
                Console.WriteLine(redis.GetDatabase().StringGet(key));
            }
        }
    }
}
