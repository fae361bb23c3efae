// Consumer loop cannot end: closing the connection doesn't end it, and nothing else does.
using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace RG2008.HostedLoop.Before
{
    public class Worker : BackgroundService
    {
        private readonly IConnectionMultiplexer _redis;

        public Worker(IConnectionMultiplexer redis) => _redis = redis;

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var queue = await _redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("work"));
            await foreach (var message in queue) // expect: RG2008
            {
                Console.WriteLine(message.Message);
            }
        }
    }
}

namespace RG2008.HostedLoop.After
{
    public class Worker : BackgroundService
    {
        private readonly IConnectionMultiplexer _redis;

        public Worker(IConnectionMultiplexer redis) => _redis = redis;

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var queue = await _redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("work"));
            try
            {
                await foreach (var message in queue.WithCancellation(stoppingToken))
                {
                    Console.WriteLine(message.Message);
                }
            }
            finally
            {
                await queue.UnsubscribeAsync();
            }
        }
    }
}

namespace RG2008.ReadLoop.Before
{
    public class Pump : IHostedService
    {
        private readonly ISubscriber _subscriber;
        private Task? _pumping;

        public Pump(ISubscriber subscriber) => _subscriber = subscriber;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _pumping = PumpAsync();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => _pumping ?? Task.CompletedTask;

        private ChannelMessageQueue? _queue;

        private async Task PumpAsync()
        {
            _queue = await _subscriber.SubscribeAsync(RedisChannel.Literal("pump"));
            while (true)
            {
                var message = await _queue.ReadAsync(); // expect: RG2008
                Console.WriteLine(message.Message);
            }
        }
    }
}

namespace RG2008.ReadLoop.After
{
    public class Pump : IHostedService
    {
        private readonly ISubscriber _subscriber;
        private readonly CancellationTokenSource _stopping = new();
        private Task? _pumping;

        public Pump(ISubscriber subscriber) => _subscriber = subscriber;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _pumping = PumpAsync();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            _stopping.Cancel();
            return _pumping ?? Task.CompletedTask;
        }

        private async Task PumpAsync()
        {
            var queue = await _subscriber.SubscribeAsync(RedisChannel.Literal("pump"));
            try
            {
                while (true)
                {
                    var message = await queue.ReadAsync(_stopping.Token);
                    Console.WriteLine(message.Message);
                }
            }
            finally
            {
                await queue.UnsubscribeAsync();
            }
        }
    }
}
