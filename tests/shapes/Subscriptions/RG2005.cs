// Handler is async void: what it throws ends the process, and nobody waits for it.
using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace RG2005.AsyncLambda.Before
{
    public class CacheInvalidator : BackgroundService
    {
        private readonly IConnectionMultiplexer _redis;

        public CacheInvalidator(IConnectionMultiplexer redis) => _redis = redis;

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var database = _redis.GetDatabase();
            await _redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("invalidate"), async (channel, key) => // expect: RG2005
            {
                await database.KeyDeleteAsync(key.ToString());
            });
        }
    }
}

namespace RG2005.AsyncLambda.After
{
    public class CacheInvalidator : BackgroundService
    {
        private readonly IConnectionMultiplexer _redis;

        public CacheInvalidator(IConnectionMultiplexer redis) => _redis = redis;

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var database = _redis.GetDatabase();
            var queue = await _redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("invalidate"));
            queue.OnMessage(async message => await database.KeyDeleteAsync(message.Message.ToString()));
        }
    }
}

namespace RG2005.MethodGroup.Before
{
    public class WebhookRelay : IHostedService
    {
        private readonly ISubscriber _subscriber;
        private readonly HttpClient _client;

        public WebhookRelay(ISubscriber subscriber, HttpClient client)
        {
            _subscriber = subscriber;
            _client = client;
        }

        public Task StartAsync(CancellationToken cancellationToken) => _subscriber.SubscribeAsync(RedisChannel.Literal("webhooks"), Relay); // expect: RG2005

        public Task StopAsync(CancellationToken cancellationToken) => _subscriber.UnsubscribeAsync(RedisChannel.Literal("webhooks"), Relay);

        private async void Relay(RedisChannel channel, RedisValue body)
        {
            using var content = new StringContent(body.ToString());
            await _client.PostAsync("/hook", content);
        }
    }
}

namespace RG2005.MethodGroup.After
{
    public class WebhookRelay : IHostedService
    {
        private readonly ISubscriber _subscriber;
        private readonly HttpClient _client;
        private ChannelMessageQueue? _queue;

        public WebhookRelay(ISubscriber subscriber, HttpClient client)
        {
            _subscriber = subscriber;
            _client = client;
        }

        public async Task StartAsync(CancellationToken cancellationToken)
        {
            _queue = await _subscriber.SubscribeAsync(RedisChannel.Literal("webhooks"));
            _queue.OnMessage(RelayAsync);
        }

        public Task StopAsync(CancellationToken cancellationToken) => _queue?.UnsubscribeAsync() ?? Task.CompletedTask;

        private async Task RelayAsync(ChannelMessage message)
        {
            using var content = new StringContent(message.Message.ToString());
            await _client.PostAsync("/hook", content);
        }
    }
}

namespace RG2005.DelegateVariable.Before
{
    public static class Jobs
    {
        public static void Listen(IConnectionMultiplexer redis, Func<string, Task> run)
        {
            Action<RedisChannel, RedisValue> handler = async (_, job) => await run(job.ToString()); // expect: RG2005
            redis.GetSubscriber().Subscribe(RedisChannel.Literal("jobs"), handler);
        }
    }
}

namespace RG2005.DelegateVariable.After
{
    public static class Jobs
    {
        public static void Listen(IConnectionMultiplexer redis, Func<string, Task> run)
        {
            Func<ChannelMessage, Task> handler = async message => await run(message.Message.ToString());
            redis.GetSubscriber().Subscribe(RedisChannel.Literal("jobs")).OnMessage(handler);
        }
    }
}

namespace RG2005.OwnBus.Before
{
    public interface IMessageBus
    {
        void On(string topic, Action<RedisChannel, RedisValue> handler);
    }

    public class Mailer
    {
        private readonly ILogger<Mailer> _logger;

        public Mailer(IMessageBus bus, ILogger<Mailer> logger)
        {
            _logger = logger;
            bus.On("mails", async (_, mail) => await SendAsync(mail!)); // expect: RG2005
        }

        private Task SendAsync(string mail)
        {
            _logger.LogInformation("{Mail}", mail);
            return Task.CompletedTask;
        }
    }
}

namespace RG2005.OwnBus.After
{
    public interface IMessageBus
    {
        void On(string topic, Func<ChannelMessage, Task> handler);
    }

    public class Mailer
    {
        private readonly ILogger<Mailer> _logger;

        public Mailer(IMessageBus bus, ILogger<Mailer> logger)
        {
            _logger = logger;
            bus.On("mails", async message => await SendAsync(message.Message!));
        }

        private Task SendAsync(string mail)
        {
            _logger.LogInformation("{Mail}", mail);
            return Task.CompletedTask;
        }
    }
}

namespace RG2005.LocalFunction.Before
{
    public class Scheduler
    {
        public void Start(ISubscriber subscriber, IDatabase database)
        {
            async void Run(RedisChannel channel, RedisValue job)
            {
                await Task.Yield();
                await database.ListRightPushAsync("done", job);
            }

            subscriber.Subscribe(RedisChannel.Literal("run"), Run); // expect: RG2005
        }
    }
}

namespace RG2005.LocalFunction.After
{
    public class Scheduler
    {
        public void Start(ISubscriber subscriber, IDatabase database)
        {
            async Task RunAsync(ChannelMessage job)
            {
                await Task.Yield();
                await database.ListRightPushAsync("done", job.Message);
            }

            subscriber.Subscribe(RedisChannel.Literal("run")).OnMessage(RunAsync);
        }
    }
}

namespace RG2005.OnMessage.Before
{
    public class Indexer
    {
        public void Start(ISubscriber subscriber) => subscriber.Subscribe(RedisChannel.Literal("index")).OnMessage(Index); // expect: RG2005

        private async void Index(ChannelMessage message)
        {
            await Task.Delay(10);
            Console.WriteLine(message.Message);
        }
    }
}

namespace RG2005.OnMessage.After
{
    public class Indexer
    {
        public void Start(ISubscriber subscriber) => subscriber.Subscribe(RedisChannel.Literal("index")).OnMessage(Index);

        private async Task Index(ChannelMessage message)
        {
            await Task.Delay(10);
            Console.WriteLine(message.Message);
        }
    }
}

namespace RG2005.CaughtTooLate.Before
{
    public class Importer : IHostedService
    {
        private readonly ISubscriber _subscriber;
        private readonly ILogger<Importer> _logger;

        public Importer(ISubscriber subscriber, ILogger<Importer> logger)
        {
            _subscriber = subscriber;
            _logger = logger;
        }

        public Task StartAsync(CancellationToken cancellationToken) => _subscriber.SubscribeAsync(RedisChannel.Literal("import"), async (channel, id) => // expect: RG2005
        {
            var job = Guid.Parse(id.ToString());
            try
            {
                await Task.Delay(10);
                _logger.LogInformation("{Job}", job);
            }
            catch (Exception exception)
            {
                _logger.LogError(exception, "import");
            }
        });

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

namespace RG2005.CaughtTooLate.After
{
    public class Importer : IHostedService
    {
        private readonly ISubscriber _subscriber;
        private readonly ILogger<Importer> _logger;

        public Importer(ISubscriber subscriber, ILogger<Importer> logger)
        {
            _subscriber = subscriber;
            _logger = logger;
        }

        public Task StartAsync(CancellationToken cancellationToken) => _subscriber.SubscribeAsync(RedisChannel.Literal("import"), async (channel, id) =>
        {
            try
            {
                var job = Guid.Parse(id.ToString());
                await Task.Delay(10);
                _logger.LogInformation("{Job}", job);
            }
            catch (Exception exception)
            {
                _logger.LogError(exception, "import");
            }
        });

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
