// Subscribed again and again: each time round the same channel gets one handler more, and each message is handled once more.
using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace RG2006.Reconnect.Before
{
    public class Subscriptions
    {
        private readonly IConnectionMultiplexer _redis;

        public Subscriptions(IConnectionMultiplexer redis)
        {
            _redis = redis;
            Subscribe();
            _redis.ConnectionRestored += (sender, args) => Subscribe();
        }

        private void Subscribe() => _redis.GetSubscriber().Subscribe(RedisChannel.Literal("orders"), OnOrder); // expect: RG2006

        private static void OnOrder(RedisChannel channel, RedisValue order) => Console.WriteLine(order);
    }
}

namespace RG2006.Reconnect.After
{
    public class Subscriptions
    {
        private readonly IConnectionMultiplexer _redis;

        public Subscriptions(IConnectionMultiplexer redis)
        {
            _redis = redis;
            Subscribe();
        }

        private void Subscribe() => _redis.GetSubscriber().Subscribe(RedisChannel.Literal("orders"), OnOrder);

        private static void OnOrder(RedisChannel channel, RedisValue order) => Console.WriteLine(order);
    }
}

namespace RG2006.PollingLoop.Before
{
    public class Poller : BackgroundService
    {
        private readonly ISubscriber _subscriber;

        public Poller(ISubscriber subscriber) => _subscriber = subscriber;

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await _subscriber.SubscribeAsync(RedisChannel.Literal("work"), (_, item) => Console.WriteLine(item)); // expect: RG2006
                await Task.Delay(TimeSpan.FromSeconds(30), stoppingToken);
            }
        }
    }
}

namespace RG2006.PollingLoop.After
{
    public class Poller : BackgroundService
    {
        private readonly ISubscriber _subscriber;

        public Poller(ISubscriber subscriber) => _subscriber = subscriber;

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await _subscriber.SubscribeAsync(RedisChannel.Literal("work"), (_, item) => Console.WriteLine(item));
            while (!stoppingToken.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromSeconds(30), stoppingToken);
            }
        }
    }
}

namespace RG2006.Getter.Before
{
    public class Bus
    {
        private readonly IConnectionMultiplexer _redis;

        public Bus(IConnectionMultiplexer redis) => _redis = redis;

        public ISubscriber Subscriber
        {
            get
            {
                var subscriber = _redis.GetSubscriber();
                subscriber.Subscribe(RedisChannel.Literal("control"), (_, command) => Console.WriteLine(command)); // expect: RG2006
                return subscriber;
            }
        }
    }
}

namespace RG2006.Getter.After
{
    public class Bus
    {
        public Bus(IConnectionMultiplexer redis)
        {
            Subscriber = redis.GetSubscriber();
            Subscriber.Subscribe(RedisChannel.Literal("control"), (_, command) => Console.WriteLine(command));
        }

        public ISubscriber Subscriber { get; }
    }
}

namespace RG2006.Action.Before
{
    [Route("feed")]
    public class FeedController : ControllerBase
    {
        private readonly IConnectionMultiplexer _redis;

        public FeedController(IConnectionMultiplexer redis) => _redis = redis;

        [HttpGet]
        public IActionResult Start()
        {
            _redis.GetSubscriber().Subscribe(RedisChannel.Literal("feed"), Log); // expect: RG2006
            return NoContent();
        }

        private static void Log(RedisChannel channel, RedisValue value) => Console.WriteLine(value);
    }
}

namespace RG2006.Action.After
{
    [Route("feed")]
    public class FeedController : ControllerBase
    {
        private static int s_started;
        private readonly IConnectionMultiplexer _redis;

        public FeedController(IConnectionMultiplexer redis) => _redis = redis;

        [HttpGet]
        public IActionResult Start()
        {
            if (Interlocked.Exchange(ref s_started, 1) == 0)
            {
                _redis.GetSubscriber().Subscribe(RedisChannel.Literal("feed"), Log);
            }

            return NoContent();
        }

        private static void Log(RedisChannel channel, RedisValue value) => Console.WriteLine(value);
    }
}

namespace RG2006.SameChannelForAll.Before
{
    public class Fleet
    {
        public void Listen(ISubscriber subscriber, IEnumerable<string> vehicles)
        {
            foreach (string vehicle in vehicles)
            {
                subscriber.Subscribe(RedisChannel.Literal("positions"), OnPosition); // expect: RG2006
                Console.WriteLine(vehicle);
            }
        }

        private void OnPosition(RedisChannel channel, RedisValue position) => Console.WriteLine(position);
    }
}

namespace RG2006.SameChannelForAll.After
{
    public class Fleet
    {
        public void Listen(ISubscriber subscriber, IEnumerable<string> vehicles)
        {
            foreach (string vehicle in vehicles)
            {
                subscriber.Subscribe(RedisChannel.Literal($"positions:{vehicle}"), OnPosition);
            }
        }

        private void OnPosition(RedisChannel channel, RedisValue position) => Console.WriteLine(position);
    }
}

namespace RG2006.ReconnectMethod.Before
{
    public class Watch
    {
        private readonly ISubscriber _subscriber;

        public Watch(ConnectionMultiplexer connection)
        {
            _subscriber = connection.GetSubscriber();
            connection.ConnectionRestored += OnRestored;
        }

        private async void OnRestored(object? sender, ConnectionFailedEventArgs e)
        {
            var queue = await _subscriber.SubscribeAsync(RedisChannel.Literal("watch")); // expect: RG2006
            queue.OnMessage(message => Console.WriteLine(message.Message));
        }
    }
}

namespace RG2006.ReconnectMethod.After
{
    public class Watch
    {
        public Watch(ConnectionMultiplexer connection)
        {
            connection.GetSubscriber().Subscribe(RedisChannel.Literal("watch")).OnMessage(message => Console.WriteLine(message.Message));
            connection.ConnectionRestored += OnRestored;
        }

        private void OnRestored(object? sender, ConnectionFailedEventArgs e) => Console.WriteLine(e.EndPoint);
    }
}

namespace RG2006.TriedAgain.Before
{
    public class Requests
    {
        private readonly IConnectionMultiplexer _connection;

        public Requests(IConnectionMultiplexer connection) => _connection = connection;

        public async Task SendAsync(string text)
        {
            int left = 3;
            while (left-- > 0)
            {
                try
                {
                    var subscriber = _connection.GetSubscriber();
                    await subscriber.SubscribeAsync(RedisChannel.Literal("answers"), (_, answer) => Console.WriteLine(answer)); // expect: RG2006
                    await subscriber.PublishAsync(RedisChannel.Literal("requests"), text);
                    break;
                }
                catch (RedisTimeoutException)
                {
                    await Task.Delay(100);
                }
            }
        }

        public void Open()
        {
            for (; ; )
            {
                try
                {
                    _connection.GetSubscriber().Subscribe(RedisChannel.Literal("open"), (_, value) => Console.WriteLine(value)); // expect: RG2006
                    if (_connection.GetDatabase().KeyExists("ready"))
                    {
                        Console.WriteLine("ready");
                    }

                    return;
                }
                catch (RedisConnectionException e)
                {
                    Console.WriteLine(e.Message);
                }
            }
        }
    }
}

namespace RG2006.TriedAgain.After
{
    public class Requests
    {
        private readonly IConnectionMultiplexer _connection;

        public Requests(IConnectionMultiplexer connection) => _connection = connection;

        public async Task StartAsync()
        {
            while (true)
            {
                try
                {
                    await _connection.GetSubscriber().SubscribeAsync(RedisChannel.Literal("answers"), (_, answer) => Console.WriteLine(answer));
                    Console.WriteLine("subscribed");
                    return;
                }
                catch (RedisConnectionException)
                {
                    await Task.Delay(100);
                }
            }
        }

        public async Task SendAsync(string text)
        {
            for (int left = 3; left > 0; left--)
            {
                try
                {
                    await _connection.GetSubscriber().PublishAsync(RedisChannel.Literal("requests"), text);
                    break;
                }
                catch (RedisTimeoutException)
                {
                    await Task.Delay(100);
                }
            }
        }
    }
}
