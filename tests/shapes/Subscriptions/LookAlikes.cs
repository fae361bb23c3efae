// What only looks like a subscription that stays: each is fine, and every rule is silent.
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Subscriptions.LookAlikes
{
    /// <summary>Another library's subscriber.</summary>
    public interface ISubscriber<T>
    {
        IDisposable Subscribe(string channel, Action<string, T> handler);
        void Unsubscribe(string channel);
    }

    public sealed class OtherLibrary : IDisposable
    {
        private readonly ISubscriber<string> _subscriber;

        public OtherLibrary(ISubscriber<string> subscriber)
        {
            _subscriber = subscriber;
            subscriber.Subscribe("names", (_, name) => Last = name);
        }

        public string? Last { get; private set; }

        public void Dispose() => _subscriber.Unsubscribe("names");
    }

    /// <summary>For the life of the process.</summary>
    public class FlagListener : BackgroundService
    {
        private readonly IConnectionMultiplexer _redis;
        private readonly ILogger<FlagListener> _logger;

        public FlagListener(IConnectionMultiplexer redis, ILogger<FlagListener> logger)
        {
            _redis = redis;
            _logger = logger;
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await _redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("flags"), (_, flag) => _logger.LogInformation("{Flag}", flag));
            _redis.ConnectionFailed += (_, e) => _logger.LogWarning("{EndPoint}", e.EndPoint);
            await Task.Delay(Timeout.Infinite, stoppingToken);
        }
    }

    public class LocalCopy : IDisposable
    {
        private readonly ConcurrentDictionary<string, string> _values = new();

        public LocalCopy(IConnectionMultiplexer redis)
            => redis.GetSubscriber().Subscribe(RedisChannel.Literal("changed")).OnMessage(message => _values.TryRemove(message.Message!, out var _));

        public void Dispose() => _values.Clear();
    }

    public static class LocalCopyRegistration
    {
        public static IServiceCollection AddLocalCopy(this IServiceCollection services) => services.AddSingleton<LocalCopy>();
    }

    /// <summary>A wrapper: whoever subscribes through it unsubscribes through it.</summary>
    public class Bus : IAsyncDisposable
    {
        private readonly ISubscriber _subscriber;

        public Bus(IConnectionMultiplexer redis) => _subscriber = redis.GetSubscriber();

        public Task SubscribeAsync(string topic, Action<RedisChannel, RedisValue> handler) => _subscriber.SubscribeAsync(RedisChannel.Literal(topic), handler);

        public Task SubscribeAsync<T>(string topic, Action<T> handler, Func<RedisValue, T> parse)
            => _subscriber.SubscribeAsync(RedisChannel.Literal(topic), (_, value) => handler(parse(value)));

        public Task UnsubscribeAsync(string topic, Action<RedisChannel, RedisValue> handler) => _subscriber.UnsubscribeAsync(RedisChannel.Literal(topic), handler);

        public ValueTask DisposeAsync()
        {
            GC.SuppressFinalize(this);
            return default;
        }
    }

    /// <summary>Its end is given to the caller.</summary>
    public class Topics
    {
        private readonly ISubscriber _subscriber;

        public Topics(ISubscriber subscriber) => _subscriber = subscriber;

        public async Task<IAsyncDisposable> ListenAsync(string topic, Func<string, Task> handle)
        {
            var queue = await _subscriber.SubscribeAsync(RedisChannel.Literal(topic));
            queue.OnMessage(message => handle(message.Message!));
            return new Subscription(queue);
        }

        public IDisposable Listen(string topic, Action<string> handle)
        {
            Action<RedisChannel, RedisValue> handler = (_, value) => handle(value!);
            _subscriber.Subscribe(RedisChannel.Literal(topic), handler);
            return new Ending(() => _subscriber.Unsubscribe(RedisChannel.Literal(topic), handler));
        }

        private sealed class Ending : IDisposable
        {
            private Action? _end;

            public Ending(Action end) => _end = end;

            public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
        }

        private sealed class Subscription(ChannelMessageQueue queue) : IAsyncDisposable
        {
            public async ValueTask DisposeAsync() => await queue.UnsubscribeAsync();
        }
    }

    /// <summary>Unsubscribed where a property is set to null, which disposal does.</summary>
    public sealed class Display : IDisposable
    {
        private ISubscriber? _source;

        public ISubscriber? Source
        {
            get => _source;
            set
            {
                _source?.Unsubscribe(RedisChannel.Literal("display"), Show);
                _source = value;
                _source?.Subscribe(RedisChannel.Literal("display"), Show);
            }
        }

        private void Show(RedisChannel channel, RedisValue text) => Console.WriteLine($"{GetHashCode()} {text}");

        public void Dispose() => Source = null;
    }

    /// <summary>In another part.</summary>
    public sealed partial class Room : IAsyncDisposable
    {
        private readonly ISubscriber _subscriber;
        private readonly List<string> _talk = new();
        private readonly string _name;

        public Room(ISubscriber subscriber, string name) => (_subscriber, _name) = (subscriber, name);

        public async Task OpenAsync() => await _subscriber.SubscribeAsync(RedisChannel.Literal("room:" + _name), OnTalk);

        private void OnTalk(RedisChannel channel, RedisValue talk) => _talk.Add(talk!);
    }

    public sealed partial class Room
    {
        public async ValueTask DisposeAsync() => await _subscriber.UnsubscribeAsync(RedisChannel.Literal("room:" + _name), OnTalk, CommandFlags.FireAndForget);
    }

    /// <summary>The connection is the subscriber's own, and goes with it.</summary>
    public sealed class OwnConnection : IDisposable
    {
        private readonly ConnectionMultiplexer _connection;

        public OwnConnection(string configuration)
        {
            _connection = ConnectionMultiplexer.Connect(configuration);
            _connection.GetSubscriber().Subscribe(RedisChannel.Literal("own"), (_, _) => Count++);
            _connection.ConnectionRestored += (_, _) => Count = 0;
        }

        public int Count { get; private set; }

        public void Dispose() => _connection.Dispose();
    }

    /// <summary>Counted for each group: the last to leave unsubscribes.</summary>
    public class Groups : IDisposable
    {
        private readonly ISubscriber _subscriber;
        private readonly Dictionary<string, (int Members, ChannelMessageQueue Queue)> _groups = new();
        private readonly SemaphoreSlim _gate = new(1);

        public Groups(ISubscriber subscriber) => _subscriber = subscriber;

        public async Task JoinAsync(string group, Func<string, Task> deliver)
        {
            await _gate.WaitAsync();
            try
            {
                if (!_groups.TryGetValue(group, out var entry))
                {
                    var queue = await _subscriber.SubscribeAsync(RedisChannel.Literal(group));
                    queue.OnMessage(message => deliver(message.Message!));
                    entry = (0, queue);
                }

                _groups[group] = (entry.Members + 1, entry.Queue);
            }
            finally
            {
                _gate.Release();
            }
        }

        public async Task LeaveAsync(string group)
        {
            await _gate.WaitAsync();
            try
            {
                if (_groups.TryGetValue(group, out var entry) && entry.Members == 1)
                {
                    await entry.Queue.UnsubscribeAsync();
                    _groups.Remove(group);
                }
            }
            finally
            {
                _gate.Release();
            }
        }

        public void Dispose() => _gate.Dispose();
    }

    /// <summary>Started and stopped by the host.</summary>
    public class CloudHost : IHostedService
    {
        private static readonly RedisChannel Control = RedisChannel.Literal("control");
        private readonly IConnectionMultiplexer _redis;
        private ChannelMessageQueue? _queue;

        public CloudHost(IConnectionMultiplexer redis) => _redis = redis;

        public async Task StartAsync(CancellationToken cancellationToken)
        {
            _queue = await _redis.GetSubscriber().SubscribeAsync(Control);
            _queue.OnMessage(async message => await _redis.GetDatabase().ListLeftPushAsync("done", message.Message));
        }

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            if (_queue != null)
            {
                await _queue.UnsubscribeAsync();
            }
        }
    }

    /// <summary>Per request, and ended with the request.</summary>
    public static class RequestScoped
    {
        public static void Map(WebApplication app)
        {
            app.MapGet("/live", async (HttpContext context, IConnectionMultiplexer redis, CancellationToken cancelled) =>
            {
                var subscriber = redis.GetSubscriber();
                var queue = await subscriber.SubscribeAsync(RedisChannel.Literal("live"));
                try
                {
                    await foreach (var message in queue.WithCancellation(cancelled))
                    {
                        await context.Response.WriteAsync(message.Message!, cancelled);
                    }
                }
                catch (OperationCanceledException)
                {
                }
                finally
                {
                    await queue.UnsubscribeAsync();
                }
            });
        }

        public static async Task<string?> AskAsync(this ISubscriber subscriber, string question, TimeSpan patience)
        {
            var answered = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
            var replyTo = RedisChannel.Literal($"reply:{Guid.NewGuid():N}");
            await subscriber.SubscribeAsync(replyTo, (_, reply) => answered.TrySetResult(reply));
            try
            {
                await subscriber.PublishAsync(RedisChannel.Literal("questions"), $"{replyTo} {question}");
                return await answered.Task.WaitAsync(patience);
            }
            finally
            {
                await subscriber.UnsubscribeAsync(replyTo);
            }
        }
    }

    /// <summary>A loop at the start, over channels of their own.</summary>
    public class Startup
    {
        public void Configure(IApplicationBuilder app, IConnectionMultiplexer redis)
        {
            var subscriber = redis.GetSubscriber();
            foreach (string topic in new[] { "users", "orders" })
            {
                subscriber.Subscribe(RedisChannel.Literal(topic), (channel, value) => Console.WriteLine($"{channel} {value}"));
            }

            for (int attempt = 0; attempt < 5; attempt++)
            {
                try
                {
                    subscriber.Subscribe(RedisChannel.Literal("late"), (_, value) => Console.WriteLine(value));
                    break;
                }
                catch (RedisConnectionException) when (attempt < 4)
                {
                    Thread.Sleep(1000);
                }
            }
        }
    }

    /// <summary>Once, though behind a property.</summary>
    public class Lazily
    {
        private readonly IConnectionMultiplexer _redis;
        private ISubscriber? _subscriber;

        public Lazily(IConnectionMultiplexer redis) => _redis = redis;

        public ISubscriber Subscriber
        {
            get
            {
                if (_subscriber == null)
                {
                    _subscriber = _redis.GetSubscriber();
                    _subscriber.Subscribe(RedisChannel.Literal("lazily"), (_, value) => Console.WriteLine(value));
                }

                return _subscriber;
            }
        }
    }

    /// <summary>A static handler keeps nothing alive.</summary>
    public sealed class Statics : IDisposable
    {
        private static readonly ConcurrentQueue<string> Seen = new();

        public Statics(IConnectionMultiplexer redis)
        {
            redis.GetSubscriber().Subscribe(RedisChannel.Literal("statics"), static (_, value) => Seen.Enqueue(value!));
            redis.ErrorMessage += OnError;
        }

        private static void OnError(object? sender, RedisErrorEventArgs e) => Seen.Enqueue(e.Message);

        public void Dispose() => Seen.Clear();
    }

    /// <summary>An event that only passes on what its listeners add and remove.</summary>
    public class Forwarding
    {
        private readonly IConnectionMultiplexer _inner;

        public Forwarding(IConnectionMultiplexer inner) => _inner = inner;

        public event EventHandler<ConnectionFailedEventArgs> ConnectionFailed
        {
            add => _inner.ConnectionFailed += value;
            remove => _inner.ConnectionFailed -= value;
        }
    }

    /// <summary>Synchronous handlers that start work of their own.</summary>
    public class StartsWork
    {
        private readonly Channel<string> _work = Channel.CreateUnbounded<string>();

        public void Listen(ISubscriber subscriber)
        {
            subscriber.Subscribe(RedisChannel.Literal("work"), (channel, item) => _ = HandleAsync(item!));
            subscriber.Subscribe(RedisChannel.Literal("tasks"), (_, item) => Task.Run(async () => await HandleAsync(item!)));
            subscriber.Subscribe(RedisChannel.Literal("lines"), (_, item) => _work.Writer.TryWrite(item!));
        }

        private async Task HandleAsync(string item) => await _work.Writer.WriteAsync(item);
    }

    /// <summary>Read until it is unsubscribed.</summary>
    public sealed class Reader : IAsyncDisposable
    {
        private readonly ChannelMessageQueue _queue;
        private readonly Task _reading;

        public Reader(ISubscriber subscriber)
        {
            _queue = subscriber.Subscribe(RedisChannel.Literal("reader"));
            _reading = ReadAsync();
        }

        private async Task ReadAsync()
        {
            await foreach (var message in _queue)
            {
                Console.WriteLine(message.Message);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _queue.UnsubscribeAsync();
            await _reading;
        }
    }

    /// <summary>Added and removed around one piece of work.</summary>
    public class Measured
    {
        public async Task<int> FailuresDuringAsync(IConnectionMultiplexer redis, Func<Task> work)
        {
            int failures = 0;
            void Count(object? sender, ConnectionFailedEventArgs e) => Interlocked.Increment(ref failures);
            redis.ConnectionFailed += Count;
            try
            {
                await work();
                return failures;
            }
            finally
            {
                redis.ConnectionFailed -= Count;
            }
        }
    }

    /// <summary>A hub's lifetime manager is a singleton of the framework's.</summary>
    public class Manager : DefaultHubLifetimeManager<ManagedHub>
    {
        private readonly ISubscriber _subscriber;

        public Manager(ILogger<DefaultHubLifetimeManager<ManagedHub>> logger, IConnectionMultiplexer redis)
            : base(logger)
            => _subscriber = redis.GetSubscriber();

        public override async Task OnConnectedAsync(HubConnectionContext connection)
        {
            var queue = await _subscriber.SubscribeAsync(RedisChannel.Literal("connection:" + connection.ConnectionId));
            connection.Items["queue"] = queue;
            queue.OnMessage(message => SendConnectionAsync(connection.ConnectionId, "receive", new object?[] { message.Message.ToString() }));
            await base.OnConnectedAsync(connection);
        }

        public override async Task OnDisconnectedAsync(HubConnectionContext connection)
        {
            if (connection.Items["queue"] is ChannelMessageQueue queue)
            {
                await queue.UnsubscribeAsync();
            }

            await base.OnDisconnectedAsync(connection);
        }
    }

    public class ManagedHub : Hub
    {
    }

    /// <summary>Handlers kept in a list, and unsubscribed from there.</summary>
    public sealed class Many : IDisposable
    {
        private readonly ISubscriber _subscriber;
        private readonly List<(RedisChannel Channel, Action<RedisChannel, RedisValue> Handler)> _subscribed = new();

        public Many(ISubscriber subscriber) => _subscriber = subscriber;

        public void Add(string channel)
        {
            Action<RedisChannel, RedisValue> handler = (_, value) => Console.WriteLine($"{_subscribed.Count} {value}");
            _subscriber.Subscribe(RedisChannel.Literal(channel), handler);
            _subscribed.Add((RedisChannel.Literal(channel), handler));
        }

        public void Dispose()
        {
            foreach (var (channel, handler) in _subscribed)
            {
                _subscriber.Unsubscribe(channel, handler);
            }
        }
    }

    /// <summary>A stream whose reader ends it: the enumerator's finally unsubscribes.</summary>
    public class Streams
    {
        public async IAsyncEnumerable<string> ReadAsync(ISubscriber subscriber, string channel, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var lines = Channel.CreateBounded<string>(16);
            void Write(RedisChannel _, RedisValue line) => lines.Writer.TryWrite(line!);

            await subscriber.SubscribeAsync(RedisChannel.Literal(channel), Write);
            try
            {
                await foreach (string line in lines.Reader.ReadAllAsync(cancellationToken))
                {
                    yield return line;
                }
            }
            finally
            {
                await subscriber.UnsubscribeAsync(RedisChannel.Literal(channel), Write);
            }
        }
    }

    /// <summary>Ended by a helper, which is given the handler.</summary>
    public sealed class Departures : IDisposable
    {
        private readonly ISubscriber _subscriber;
        private int _left;

        public Departures(ISubscriber subscriber)
        {
            _subscriber = subscriber;
            _subscriber.Subscribe(RedisChannel.Literal("departures"), OnDeparture);
        }

        public int Left => _left;

        public void Dispose() => Leaving.Quietly(_subscriber, RedisChannel.Literal("departures"), OnDeparture);

        private void OnDeparture(RedisChannel channel, RedisValue value) => _left++;
    }

    public static class Leaving
    {
        public static void Quietly(ISubscriber subscriber, RedisChannel channel, Action<RedisChannel, RedisValue> handler)
        {
            try
            {
                subscriber.Unsubscribe(channel, handler);
            }
            catch (RedisException)
            {
                // The connection is gone, and the subscription with it.
            }
        }
    }

    /// <summary>Each connection once; subscribed until the host stops, and again only where that failed.</summary>
    public sealed class Regions : BackgroundService
    {
        private readonly IReadOnlyList<IConnectionMultiplexer> _regions;
        private readonly ILogger<Regions> _logger;

        public Regions(IEnumerable<IConnectionMultiplexer> regions, ILogger<Regions> logger)
        {
            _regions = regions.ToList();
            _logger = logger;
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            foreach (var region in _regions)
            {
                region.ConnectionFailed += (_, e) => _logger.LogWarning("{EndPoint}", e.EndPoint);
                await region.GetSubscriber().SubscribeAsync(RedisChannel.Literal("alerts"), (_, alert) => _logger.LogWarning("{Alert}", alert));
            }

            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    await _regions[0].GetSubscriber().SubscribeAsync(RedisChannel.Literal("global"), (_, alert) => _logger.LogWarning("{Alert}", alert));
                    await Task.Delay(Timeout.InfiniteTimeSpan, stoppingToken);
                }
                catch (RedisException exception)
                {
                    _logger.LogError(exception, "not subscribed");
                    await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
                }
            }
        }
    }

    /// <summary>Handlers that use a local of the code that wires the application: nobody waits for it.</summary>
    public class WiredOnce
    {
        private readonly IConnectionMultiplexer _connection;

        public WiredOnce(IConnectionMultiplexer connection) => _connection = connection;

        public void Wire(Action<string> log)
        {
            var names = new List<string>();
            _connection.GetSubscriber().Subscribe(RedisChannel.Literal("names"), (_, name) => names.Add(name.ToString()));
            log("wired");
        }

        public async Task<IReadOnlyDictionary<string, string>> WarmAsync()
        {
            var cache = new LocalCache();
            await _connection.GetSubscriber().SubscribeAsync(RedisChannel.Literal("gone"), (_, key) => cache.Remove(key.ToString()));
            await Task.Yield();
            return cache;
        }

        public async Task<bool> InitializeAsync()
        {
            _connection.ConnectionFailed += OnFailed;
            return await _connection.GetDatabase().KeyExistsAsync("ready");
        }

        private void OnFailed(object? sender, ConnectionFailedEventArgs e) => Console.WriteLine(e.FailureType);

        private sealed class LocalCache : Dictionary<string, string>
        {
        }
    }

    /// <summary>One call's own subscription says nothing of the others.</summary>
    public class BesideOneCall
    {
        private readonly ISubscriber _subscriber;
        private int _count;

        public BesideOneCall(IConnectionMultiplexer connection) => _subscriber = connection.GetSubscriber();

        public async Task<RedisValue> NextAsync(RedisChannel channel)
        {
            var next = new TaskCompletionSource<RedisValue>();
            await _subscriber.SubscribeAsync(channel, OnNext);
            return await next.Task;

            void OnNext(RedisChannel from, RedisValue value)
            {
                next.TrySetResult(value);
                _subscriber.Unsubscribe(from, OnNext);
            }
        }

        public void Listen() => _subscriber.Subscribe(RedisChannel.Literal("all"), (_, _) => _count++);
    }
}
