// Subscription outlives its subscriber: the connection keeps the handler, and by it an object that is long done.
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace RG2001.CacheHandle.Before
{
    public class CacheHandle : IDisposable
    {
        private readonly ConcurrentDictionary<string, byte[]> _entries = new();
        private readonly Timer _trimming;

        public CacheHandle(IConnectionMultiplexer redis)
        {
            redis.GetSubscriber().Subscribe(RedisChannel.Literal("cache:evicted"), (_, key) => _entries.TryRemove(key!, out var _)); // expect: RG2001
            _trimming = new Timer(_ => Trim(), null, 1000, 1000);
        }

        private void Trim() => _entries.Clear();

        public void Dispose() => _trimming.Dispose();
    }
}

namespace RG2001.CacheHandle.After
{
    public class CacheHandle : IDisposable
    {
        private static readonly RedisChannel Evicted = RedisChannel.Literal("cache:evicted");
        private readonly ConcurrentDictionary<string, byte[]> _entries = new();
        private readonly ISubscriber _subscriber;
        private readonly Timer _trimming;

        public CacheHandle(IConnectionMultiplexer redis)
        {
            _subscriber = redis.GetSubscriber();
            _subscriber.Subscribe(Evicted, OnEvicted);
            _trimming = new Timer(_ => Trim(), null, 1000, 1000);
        }

        private void OnEvicted(RedisChannel channel, RedisValue key) => _entries.TryRemove(key!, out _);

        private void Trim() => _entries.Clear();

        public void Dispose()
        {
            _subscriber.Unsubscribe(Evicted, OnEvicted);
            _trimming.Dispose();
        }
    }
}

namespace RG2001.PrimaryConstructor.Before
{
    public sealed class PresenceTracker(ISubscriber subscriber, string room) : IAsyncDisposable
    {
        private readonly HashSet<string> _present = new();
        private readonly CancellationTokenSource _stopping = new();

        public Task StartAsync() => subscriber.SubscribeAsync(RedisChannel.Literal("presence:" + room), OnPresence); // expect: RG2001

        private void OnPresence(RedisChannel channel, RedisValue user)
        {
            lock (_present)
            {
                _present.Add(user.ToString());
            }
        }

        public ValueTask DisposeAsync()
        {
            _stopping.Cancel();
            return ValueTask.CompletedTask;
        }
    }
}

namespace RG2001.PrimaryConstructor.After
{
    public sealed class PresenceTracker(ISubscriber subscriber, string room) : IAsyncDisposable
    {
        private readonly HashSet<string> _present = new();
        private readonly CancellationTokenSource _stopping = new();

        public Task StartAsync() => subscriber.SubscribeAsync(RedisChannel.Literal("presence:" + room), OnPresence);

        private void OnPresence(RedisChannel channel, RedisValue user)
        {
            lock (_present)
            {
                _present.Add(user.ToString());
            }
        }

        public async ValueTask DisposeAsync()
        {
            _stopping.Cancel();
            await subscriber.UnsubscribeAsync(RedisChannel.Literal("presence:" + room), OnPresence);
        }
    }
}

namespace RG2001.ScopedService.Before
{
    public interface IQuoteFeed
    {
        decimal Latest { get; }
    }

    public class QuoteFeed : IQuoteFeed
    {
        public QuoteFeed(IConnectionMultiplexer redis)
        {
            var subscriber = redis.GetSubscriber();
            subscriber.Subscribe(RedisChannel.Literal("quotes"), delegate(RedisChannel _, RedisValue quote) { Latest = (decimal)(double)quote; }); // expect: RG2001
        }

        public decimal Latest { get; private set; }
    }

    public static class QuoteRegistration
    {
        public static IServiceCollection AddQuotes(this IServiceCollection services) => services.AddScoped<IQuoteFeed, QuoteFeed>();
    }
}

namespace RG2001.ScopedService.After
{
    public interface IQuoteFeed
    {
        decimal Latest { get; }
    }

    public class QuoteFeed : IQuoteFeed
    {
        public QuoteFeed(IConnectionMultiplexer redis)
        {
            var subscriber = redis.GetSubscriber();
            subscriber.Subscribe(RedisChannel.Literal("quotes"), delegate(RedisChannel _, RedisValue quote) { Latest = (decimal)(double)quote; });
        }

        public decimal Latest { get; private set; }
    }

    public static class QuoteRegistration
    {
        public static IServiceCollection AddQuotes(this IServiceCollection services) => services.AddSingleton<IQuoteFeed, QuoteFeed>();
    }
}

namespace RG2001.TransientByFactory.Before
{
    public class OrderWatcher
    {
        private readonly ISubscriber _bus;

        public OrderWatcher(ISubscriber bus) => _bus = bus;

        public event EventHandler<string>? Shipped;

        public async Task WatchAsync(long order)
        {
            var queue = await _bus.SubscribeAsync(RedisChannel.Literal($"order:{order}")).ConfigureAwait(false); // expect: RG2001
            queue.OnMessage(message => Shipped?.Invoke(this, message.Message!));
        }
    }

    public static class Program
    {
        public static void Register(IServiceCollection services)
            => services.AddTransient(provider => new OrderWatcher(provider.GetRequiredService<IConnectionMultiplexer>().GetSubscriber()));
    }
}

namespace RG2001.TransientByFactory.After
{
    public class OrderWatcher : IAsyncDisposable
    {
        private readonly ISubscriber _bus;
        private ChannelMessageQueue? _queue;

        public OrderWatcher(ISubscriber bus) => _bus = bus;

        public event EventHandler<string>? Shipped;

        public async Task WatchAsync(long order)
        {
            _queue = await _bus.SubscribeAsync(RedisChannel.Literal($"order:{order}")).ConfigureAwait(false);
            _queue.OnMessage(message => Shipped?.Invoke(this, message.Message!));
        }

        public async ValueTask DisposeAsync()
        {
            if (_queue is { } queue)
            {
                await queue.UnsubscribeAsync().ConfigureAwait(false);
            }
        }
    }

    public static class Program
    {
        public static void Register(IServiceCollection services)
            => services.AddTransient(provider => new OrderWatcher(provider.GetRequiredService<IConnectionMultiplexer>().GetSubscriber()));
    }
}

namespace RG2001.HubConnected.Before
{
    public class ChatHub : Hub
    {
        private readonly IConnectionMultiplexer _redis;

        public ChatHub(IConnectionMultiplexer redis)
        {
            _redis = redis;
        }

        public override async Task OnConnectedAsync()
        {
            var caller = Clients.Caller;
            await _redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("chat"), (_, text) => caller.SendAsync("said", text.ToString())); // expect: RG2001
            await base.OnConnectedAsync();
        }
    }
}

namespace RG2001.HubConnected.After
{
    public class ChatHub : Hub
    {
        private static readonly ConcurrentDictionary<string, ChannelMessageQueue> Queues = new();
        private readonly IConnectionMultiplexer _redis;

        public ChatHub(IConnectionMultiplexer redis)
        {
            _redis = redis;
        }

        public override async Task OnConnectedAsync()
        {
            var caller = Clients.Caller;
            var queue = await _redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("chat"));
            Queues[Context.ConnectionId] = queue;
            queue.OnMessage(message => caller.SendAsync("said", message.Message.ToString()));
            await base.OnConnectedAsync();
        }

        public override async Task OnDisconnectedAsync(Exception? exception)
        {
            if (Queues.TryRemove(Context.ConnectionId, out var queue))
            {
                await queue.UnsubscribeAsync();
            }

            await base.OnDisconnectedAsync(exception);
        }
    }
}

namespace RG2001.ServerSentEvents.Before
{
    public static class StreamEndpoints
    {
        public static void MapNews(this IEndpointRouteBuilder routes)
        {
            routes.MapGet("/news", async (HttpContext context, IConnectionMultiplexer redis) =>
            {
                var lines = Channel.CreateUnbounded<string>();
                await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("news"), (_, line) => lines.Writer.TryWrite(line!)); // expect: RG2001
                await foreach (string line in lines.Reader.ReadAllAsync(context.RequestAborted))
                {
                    await context.Response.WriteAsync($"data: {line}\n\n");
                }
            });
        }
    }
}

namespace RG2001.ServerSentEvents.After
{
    public static class StreamEndpoints
    {
        public static void MapNews(this IEndpointRouteBuilder routes)
        {
            routes.MapGet("/news", async (HttpContext context, IConnectionMultiplexer redis) =>
            {
                var lines = Channel.CreateUnbounded<string>();
                Action<RedisChannel, RedisValue> handler = (_, line) => lines.Writer.TryWrite(line!);
                var subscriber = redis.GetSubscriber();
                await subscriber.SubscribeAsync(RedisChannel.Literal("news"), handler);
                try
                {
                    await foreach (string line in lines.Reader.ReadAllAsync(context.RequestAborted))
                    {
                        await context.Response.WriteAsync($"data: {line}\n\n");
                    }
                }
                finally
                {
                    await subscriber.UnsubscribeAsync(RedisChannel.Literal("news"), handler);
                }
            });
        }
    }
}

namespace RG2001.ControllerWait.Before
{
    [ApiController]
    [Route("jobs")]
    public class JobsController : ControllerBase
    {
        private readonly ISubscriber _subscriber;
        private readonly IDatabase _database;

        public JobsController(IConnectionMultiplexer connection) => (_subscriber, _database) = (connection.GetSubscriber(), connection.GetDatabase());

        [HttpPost("{id}")]
        public async Task<IActionResult> RunAsync(string id)
        {
            var done = new TaskCompletionSource<string>();
            await _subscriber.SubscribeAsync(RedisChannel.Literal($"done:{id}"), (_, result) => done.TrySetResult(result!)); // expect: RG2001
            await _database.ListLeftPushAsync("jobs", id);
            return Ok(await done.Task);
        }
    }
}

namespace RG2001.ControllerWait.After
{
    [ApiController]
    [Route("jobs")]
    public class JobsController : ControllerBase
    {
        private readonly ISubscriber _subscriber;
        private readonly IDatabase _database;

        public JobsController(IConnectionMultiplexer connection) => (_subscriber, _database) = (connection.GetSubscriber(), connection.GetDatabase());

        [HttpPost("{id}")]
        public async Task<IActionResult> RunAsync(string id)
        {
            var done = new TaskCompletionSource<string>();
            void Complete(RedisChannel channel, RedisValue result) => done.TrySetResult(result!);

            var channel = RedisChannel.Literal($"done:{id}");
            await _subscriber.SubscribeAsync(channel, Complete);
            try
            {
                await _database.ListLeftPushAsync("jobs", id);
                return Ok(await done.Task);
            }
            finally
            {
                await _subscriber.UnsubscribeAsync(channel, Complete);
            }
        }
    }
}

namespace RG2001.HalfUnsubscribed.Before
{
    public class InvalidationBus : IDisposable
    {
        private readonly ISubscriber _subscriber;
        private readonly string _prefix;

        public InvalidationBus(ISubscriber subscriber, string prefix)
        {
            _subscriber = subscriber;
            _prefix = prefix;
            _subscriber.Subscribe(RedisChannel.Literal("invalidate:key"), OnKey);
            _subscriber.Subscribe(RedisChannel.Literal("invalidate:all"), OnAll); // expect: RG2001
        }

        private void OnKey(RedisChannel channel, RedisValue key) => Console.WriteLine(_prefix + key);

        private void OnAll(RedisChannel channel, RedisValue nothing) => Console.WriteLine(_prefix);

        public void Dispose() => _subscriber.Unsubscribe(RedisChannel.Literal("invalidate:key"), OnKey);
    }
}

namespace RG2001.HalfUnsubscribed.After
{
    public class InvalidationBus : IDisposable
    {
        private readonly ISubscriber _subscriber;
        private readonly string _prefix;

        public InvalidationBus(ISubscriber subscriber, string prefix)
        {
            _subscriber = subscriber;
            _prefix = prefix;
            _subscriber.Subscribe(RedisChannel.Literal("invalidate:key"), OnKey);
            _subscriber.Subscribe(RedisChannel.Literal("invalidate:all"), OnAll);
        }

        private void OnKey(RedisChannel channel, RedisValue key) => Console.WriteLine(_prefix + key);

        private void OnAll(RedisChannel channel, RedisValue nothing) => Console.WriteLine(_prefix);

        public void Dispose()
        {
            _subscriber.Unsubscribe(RedisChannel.Literal("invalidate:key"), OnKey);
            _subscriber.Unsubscribe(RedisChannel.Literal("invalidate:all"), OnAll);
        }
    }
}

namespace RG2001.BaseClass.Before
{
    public abstract class Listener : IDisposable
    {
        protected Listener(IConnectionMultiplexer redis, string channel)
        {
            Subscriber = redis.GetSubscriber();
            Subscriber.Subscribe(new RedisChannel(channel, RedisChannel.PatternMode.Literal), (c, value) => Handle(value)); // expect: RG2001
        }

        protected ISubscriber Subscriber { get; }

        protected abstract void Handle(RedisValue value);

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
        }
    }

    public sealed class PriceListener : Listener
    {
        public PriceListener(IConnectionMultiplexer redis)
            : base(redis, "prices")
        {
        }

        protected override void Handle(RedisValue value) => Console.WriteLine(value);
    }
}

namespace RG2001.BaseClass.After
{
    public abstract class Listener : IDisposable
    {
        private readonly RedisChannel _channel;
        private readonly Action<RedisChannel, RedisValue> _handler;

        protected Listener(IConnectionMultiplexer redis, string channel)
        {
            _channel = new RedisChannel(channel, RedisChannel.PatternMode.Literal);
            _handler = (c, value) => Handle(value);
            Subscriber = redis.GetSubscriber();
            Subscriber.Subscribe(_channel, _handler);
        }

        protected ISubscriber Subscriber { get; }

        protected abstract void Handle(RedisValue value);

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (disposing)
            {
                Subscriber.Unsubscribe(_channel, _handler);
            }
        }
    }

    public sealed class PriceListener : Listener
    {
        public PriceListener(IConnectionMultiplexer redis)
            : base(redis, "prices")
        {
        }

        protected override void Handle(RedisValue value) => Console.WriteLine(value);
    }
}

namespace RG2001.KeptQueue.Before
{
    public sealed class Projection : IDisposable
    {
        private readonly ChannelMessageQueue _events;
        private readonly SemaphoreSlim _gate = new(1);

        public Projection(IConnectionMultiplexer redis)
        {
            _events = redis.GetSubscriber().Subscribe(RedisChannel.Pattern("events:*")); // expect: RG2001
            _events.OnMessage(ApplyAsync);
        }

        private async Task ApplyAsync(ChannelMessage message)
        {
            await _gate.WaitAsync();
            Console.WriteLine(message.Message);
            _gate.Release();
        }

        public void Dispose() => _gate.Dispose();
    }
}

namespace RG2001.KeptQueue.After
{
    public sealed class Projection : IDisposable
    {
        private readonly ChannelMessageQueue _events;
        private readonly SemaphoreSlim _gate = new(1);

        public Projection(IConnectionMultiplexer redis)
        {
            _events = redis.GetSubscriber().Subscribe(RedisChannel.Pattern("events:*"));
            _events.OnMessage(ApplyAsync);
        }

        private async Task ApplyAsync(ChannelMessage message)
        {
            await _gate.WaitAsync();
            Console.WriteLine(message.Message);
            _gate.Release();
        }

        public void Dispose()
        {
            _events.Unsubscribe();
            _gate.Dispose();
        }
    }
}

namespace RG2001.CreatedPerRequest.Before
{
    public class ReplyWaiter
    {
        private readonly TaskCompletionSource<RedisValue> _reply = new();

        public ReplyWaiter(ISubscriber subscriber, Guid request)
        {
            subscriber.Subscribe(RedisChannel.Literal("replies:" + request.ToString("N")), (_, reply) => _reply.TrySetResult(reply)); // expect: RG2001
        }

        public Task<RedisValue> Reply => _reply.Task;
    }

    public class RpcController : Controller
    {
        private readonly IConnectionMultiplexer _redis;

        public RpcController(IConnectionMultiplexer redis) => _redis = redis;

        public async Task<IActionResult> Call(string method)
        {
            var request = Guid.NewGuid();
            var waiter = new ReplyWaiter(_redis.GetSubscriber(), request);
            await _redis.GetSubscriber().PublishAsync(RedisChannel.Literal("calls"), $"{request:N} {method}");
            return Content((await waiter.Reply)!);
        }
    }
}

namespace RG2001.CreatedPerRequest.After
{
    public sealed class ReplyWaiter : IDisposable
    {
        private readonly TaskCompletionSource<RedisValue> _reply = new();
        private readonly ChannelMessageQueue _queue;

        public ReplyWaiter(ISubscriber subscriber, Guid request)
        {
            _queue = subscriber.Subscribe(RedisChannel.Literal("replies:" + request.ToString("N")));
            _queue.OnMessage(message => _reply.TrySetResult(message.Message));
        }

        public Task<RedisValue> Reply => _reply.Task;

        public void Dispose() => _queue.Unsubscribe(CommandFlags.FireAndForget);
    }

    public class RpcController : Controller
    {
        private readonly IConnectionMultiplexer _redis;

        public RpcController(IConnectionMultiplexer redis) => _redis = redis;

        public async Task<IActionResult> Call(string method)
        {
            var request = Guid.NewGuid();
            using var waiter = new ReplyWaiter(_redis.GetSubscriber(), request);
            await _redis.GetSubscriber().PublishAsync(RedisChannel.Literal("calls"), $"{request:N} {method}");
            return Content((await waiter.Reply)!);
        }
    }
}

namespace RG2001.AwaitedReply.Before
{
    public class Questions
    {
        private readonly IConnectionMultiplexer _connection;

        public Questions(IConnectionMultiplexer connection) => _connection = connection;

        public async Task<string?> AskAsync(string question)
        {
            var reply = new TaskCompletionSource<string?>();
            string channel = "reply:" + Guid.NewGuid();
            var subscriber = _connection.GetSubscriber();
            await subscriber.SubscribeAsync(RedisChannel.Literal(channel), (_, message) => reply.TrySetResult(message)); // expect: RG2001|RG2006
            await subscriber.PublishAsync(RedisChannel.Literal("questions"), channel + "|" + question);
            return await reply.Task;
        }

        public bool WaitForRelease(string job, TimeSpan limit)
        {
            using var released = new ManualResetEventSlim();
            _connection.GetSubscriber().Subscribe(RedisChannel.Literal("released:" + job), OnReleased); // expect: RG2001|RG2006
            return released.Wait(limit);

            void OnReleased(RedisChannel channel, RedisValue value) => released.Set();
        }

        public async Task<List<string>> CollectAsync(string topic, TimeSpan time)
        {
            var all = new List<string>();
            Action<RedisChannel, RedisValue> handler = (_, message) => all.Add(message.ToString());
            await _connection.GetSubscriber().SubscribeAsync(RedisChannel.Literal(topic), handler); // expect: RG2001|RG2006
            await Task.Delay(time);
            return all;
        }
    }
}

namespace RG2001.AwaitedReply.After
{
    public class Questions
    {
        private readonly IConnectionMultiplexer _connection;

        public Questions(IConnectionMultiplexer connection) => _connection = connection;

        public async Task<string?> AskAsync(string question)
        {
            var reply = new TaskCompletionSource<string?>();
            var channel = RedisChannel.Literal("reply:" + Guid.NewGuid());
            var subscriber = _connection.GetSubscriber();
            Action<RedisChannel, RedisValue> handler = (_, message) => reply.TrySetResult(message);
            await subscriber.SubscribeAsync(channel, handler);
            try
            {
                await subscriber.PublishAsync(RedisChannel.Literal("questions"), channel + "|" + question);
                return await reply.Task;
            }
            finally
            {
                await subscriber.UnsubscribeAsync(channel, handler);
            }
        }

        public bool WaitForRelease(string job, TimeSpan limit)
        {
            using var released = new ManualResetEventSlim();
            var channel = RedisChannel.Literal("released:" + job);
            _connection.GetSubscriber().Subscribe(channel, OnReleased);
            try
            {
                return released.Wait(limit);
            }
            finally
            {
                _connection.GetSubscriber().Unsubscribe(channel, OnReleased);
            }

            void OnReleased(RedisChannel from, RedisValue value) => released.Set();
        }
    }
}

namespace RG2001.Component.Before
{
    public class Prices : Microsoft.AspNetCore.Components.ComponentBase
    {
        private decimal _price;

        [Microsoft.AspNetCore.Components.Inject]
        private IConnectionMultiplexer Connection { get; set; } = default!;

        protected override async Task OnParametersSetAsync()
        {
            await Connection.GetSubscriber().SubscribeAsync(RedisChannel.Literal("prices"), OnPrice); // expect: RG2001|RG2006
        }

        private void OnPrice(RedisChannel channel, RedisValue value)
        {
            _price = (decimal)(double)value;
            _ = InvokeAsync(StateHasChanged);
        }
    }

    public sealed class Board : Microsoft.AspNetCore.Components.LayoutComponentBase, IDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private ChannelMessageQueue? _notes;

        [Microsoft.AspNetCore.Components.Inject]
        public ISubscriber Subscriber { get; set; } = default!;

        public void Dispose() => _end.Cancel();

        protected override async Task OnAfterRenderAsync(bool firstRender)
        {
            if (firstRender)
            {
                _notes = await Subscriber.SubscribeAsync(RedisChannel.Literal("notes")); // expect: RG2001|RG2002
                _notes.OnMessage(note => InvokeAsync(StateHasChanged));
            }
        }
    }
}

namespace RG2001.Component.After
{
    public sealed class Prices : Microsoft.AspNetCore.Components.ComponentBase, IDisposable
    {
        private decimal _price;

        [Microsoft.AspNetCore.Components.Inject]
        private IConnectionMultiplexer Connection { get; set; } = default!;

        public void Dispose() => Connection.GetSubscriber().Unsubscribe(RedisChannel.Literal("prices"), OnPrice);

        protected override async Task OnInitializedAsync()
        {
            await Connection.GetSubscriber().SubscribeAsync(RedisChannel.Literal("prices"), OnPrice);
        }

        private void OnPrice(RedisChannel channel, RedisValue value)
        {
            _price = (decimal)(double)value;
            _ = InvokeAsync(StateHasChanged);
        }
    }

    public sealed class Board : Microsoft.AspNetCore.Components.LayoutComponentBase, IAsyncDisposable
    {
        private ChannelMessageQueue? _notes;

        [Microsoft.AspNetCore.Components.Inject]
        public ISubscriber Subscriber { get; set; } = default!;

        public async ValueTask DisposeAsync()
        {
            if (_notes is { } notes)
            {
                await notes.UnsubscribeAsync();
            }
        }

        protected override async Task OnAfterRenderAsync(bool firstRender)
        {
            if (firstRender)
            {
                _notes = await Subscriber.SubscribeAsync(RedisChannel.Literal("notes"));
                _notes.OnMessage(note => InvokeAsync(StateHasChanged));
            }
        }
    }
}

namespace RG2001.GuardThatGuardsNothing.Before
{
    public class ChatHub : Microsoft.AspNetCore.SignalR.Hub
    {
        private static readonly HashSet<string> s_rooms = new() { "lobby", "help" };
        private static bool s_wired;
        private readonly IConnectionMultiplexer _connection;
        private readonly Dictionary<string, bool> _muted = new();
        private bool _joined;

        public ChatHub(IConnectionMultiplexer connection) => _connection = connection;

        public async Task EnterAsync(string room)
        {
            if (!s_rooms.Contains(room))
            {
                return;
            }

            string caller = Context.ConnectionId;
            await _connection.GetSubscriber().SubscribeAsync(RedisChannel.Literal(room), (_, text) => Clients.Client(caller)); // expect: RG2001|RG2006
        }

        public async Task ListenAsync(string room)
        {
            if (_muted.TryGetValue(room, out bool isMuted) && isMuted)
            {
                return;
            }

            if (!_joined)
            {
                _joined = true;
                await _connection.GetSubscriber().SubscribeAsync(RedisChannel.Literal("room." + room), (_, text) => Clients.Group(room)); // expect: RG2001|RG2006
            }
        }

        public void Wire()
        {
            if (!s_wired)
            {
                s_wired = true;
                _connection.GetSubscriber().Subscribe(RedisChannel.Literal("all"), (_, text) => Clients.All.ToString()); // expect: RG2001
            }
        }
    }
}

namespace RG2001.GuardThatGuardsNothing.After
{
    public class ChatHub : Microsoft.AspNetCore.SignalR.Hub
    {
        private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, bool> s_subscribed = new();
        private readonly IConnectionMultiplexer _connection;
        private readonly Microsoft.AspNetCore.SignalR.IHubContext<ChatHub> _context;

        public ChatHub(IConnectionMultiplexer connection, Microsoft.AspNetCore.SignalR.IHubContext<ChatHub> context)
        {
            _connection = connection;
            _context = context;
        }

        public async Task EnterAsync(string room)
        {
            await Groups.AddToGroupAsync(Context.ConnectionId, room);
            var clients = _context.Clients;
            if (s_subscribed.TryAdd(room, true))
            {
                await _connection.GetSubscriber().SubscribeAsync(RedisChannel.Literal(room), (_, text) => clients.Group(room));
            }
        }
    }
}

namespace RG2001.AnswerThatAnotherMethodEnds.Before
{
    public class Questions(IConnectionMultiplexer redis)
    {
        public async Task<string?> AskAsync(string id, CancellationToken cancellation)
        {
            var answer = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
            var subscriber = redis.GetSubscriber();
            await subscriber.SubscribeAsync(RedisChannel.Literal("answer:" + id), (_, text) => answer.TrySetResult(text)); // expect: RG2001|RG2006
            await subscriber.PublishAsync(RedisChannel.Literal("questions"), id);
            return await answer.Task.WaitAsync(cancellation);
        }

        public async Task<string?> AskAndEndAsync(string id, CancellationToken cancellation)
        {
            var answer = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
            var subscriber = redis.GetSubscriber();
            var channel = RedisChannel.Literal("answer:" + id);
            await subscriber.SubscribeAsync(channel, (_, text) => answer.TrySetResult(text));
            try
            {
                await subscriber.PublishAsync(RedisChannel.Literal("questions"), id);
                return await answer.Task.WaitAsync(cancellation);
            }
            finally
            {
                await subscriber.UnsubscribeAsync(channel);
            }
        }
    }
}

namespace RG2001.AnswerThatAnotherMethodEnds.After
{
    public class Questions(IConnectionMultiplexer redis)
    {
        public async Task<string?> AskAsync(string id, CancellationToken cancellation)
        {
            var answer = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
            var subscriber = redis.GetSubscriber();
            var channel = RedisChannel.Literal("answer:" + id);
            await subscriber.SubscribeAsync(channel, (_, text) => answer.TrySetResult(text));
            try
            {
                await subscriber.PublishAsync(RedisChannel.Literal("questions"), id);
                return await answer.Task.WaitAsync(cancellation);
            }
            finally
            {
                await subscriber.UnsubscribeAsync(channel);
            }
        }
    }
}
