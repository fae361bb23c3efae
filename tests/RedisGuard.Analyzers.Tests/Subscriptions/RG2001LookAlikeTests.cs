using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Subscriptions;

/// <summary>RG2001, Subscription outlives its subscriber: what only looks like it.</summary>
public class RG2001LookAlikeTests
{
    [Theory]
    [InlineData("_sub.Unsubscribe(Channel, OnMessage);")]
    [InlineData("_sub.UnsubscribeAsync(Channel, OnMessage).Wait();")]
    [InlineData("_sub?.Unsubscribe(Channel, OnMessage);")]
    [InlineData("Helper.Stop(() => _sub.Unsubscribe(Channel, OnMessage));")]
    [InlineData("_mux.GetSubscriber().Unsubscribe(Channel, OnMessage);")]
    [InlineData("_mux.Dispose();")]
    public Task DisposeThatEndsIt_IsSilent(string statement) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        sealed class Screen(IConnectionMultiplexer mux) : IDisposable
        {
            private static readonly RedisChannel Channel = RedisChannel.Literal("prices");
            private readonly IConnectionMultiplexer _mux = mux;
            private readonly ISubscriber _sub = mux.GetSubscriber();
            private string? _last;

            public void Start() => _sub.Subscribe(Channel, OnMessage);
            private void OnMessage(RedisChannel channel, RedisValue value) => _last = value;
            public string? Last => _last;
            public void Dispose() { {{statement}} }
        }

        static class Helper { public static void Stop(Action stop) => stop(); }
        """);

    [Theory]
    [InlineData("private readonly Lazy<ConnectionMultiplexer> _lazy = new(() => ConnectionMultiplexer.Connect(\"localhost\")); private ConnectionMultiplexer Redis => _lazy.Value;", "_lazy.Value")]
    [InlineData("private readonly ConnectionMultiplexer _redis = ConnectionMultiplexer.Connect(\"localhost\"); private IConnectionMultiplexer Redis => _redis;", "_redis")]
    [InlineData("private readonly Slot _slot = new(ConnectionMultiplexer.Connect(\"localhost\")); private IConnectionMultiplexer Redis => _slot.Redis;", "_slot")]
    public Task OwnConnectionBehindAProperty_IsSilent(string connection, string closed) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        sealed class Screen : IDisposable
        {
            {{connection}}
            private string? _last;

            public void Start() => Redis.GetSubscriber().Subscribe(RedisChannel.Literal("prices"), (_, value) => _last = value);
            public string? Last => _last;
            public void Dispose() => {{closed}}.Dispose();
        }

        sealed class Slot(ConnectionMultiplexer redis) : IDisposable
        {
            public ConnectionMultiplexer Redis { get; } = redis;
            public void Dispose() => Redis.Dispose();
        }
        """);

    [Fact]
    public Task ConnectionThatTwoOwnersMayHave_IsReported() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Screen(IConnectionMultiplexer first, IConnectionMultiplexer second) : IDisposable
        {
            private string? _last;

            private IConnectionMultiplexer Redis => _last is null ? first : second;
            public void Start() => {|RG2001:Redis.GetSubscriber().Subscribe(RedisChannel.Literal("prices"), (_, value) => _last = value)|};
            public void Dispose() => Console.WriteLine(_last);
        }
        """);

    [Fact]
    public Task UnsubscribedInSetterThatDisposeSetsToNull_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Page(IConnectionMultiplexer mux) : IDisposable
        {
            private string? _topic;

            public string? Topic
            {
                get => _topic;
                set
                {
                    var sub = mux.GetSubscriber();
                    if (_topic is not null)
                    {
                        sub.Unsubscribe(RedisChannel.Literal(_topic), OnMessage);
                    }

                    _topic = value;
                    if (_topic is not null)
                    {
                        sub.Subscribe(RedisChannel.Literal(_topic), OnMessage);
                    }
                }
            }

            private void OnMessage(RedisChannel channel, RedisValue value) => Console.WriteLine(_topic + value);
            public void Dispose() => Topic = null;
        }
        """);

    [Fact]
    public Task UnsubscribedInAnotherPart_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed partial class Screen(ISubscriber sub) : IDisposable
        {
            private string? _last;
            public void Start() => sub.Subscribe(RedisChannel.Literal("prices"), OnMessage);
            private void OnMessage(RedisChannel channel, RedisValue value) => _last = value;
        }
        """,
        new()
        {
            Files =
            [
                ("Screen.Disposal.cs", """
                    using StackExchange.Redis;

                    sealed partial class Screen
                    {
                        public string? Last => _last;
                        public void Dispose() => sub.Unsubscribe(RedisChannel.Literal("prices"), OnMessage);
                    }
                    """),
            ],
        });

    [Fact]
    public Task DisposalLeftToDerivedTypes_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        abstract class Feed(ISubscriber sub) : IDisposable
        {
            protected static readonly RedisChannel Channel = RedisChannel.Literal("feed");
            protected ISubscriber Sub => sub;
            public void Start() => sub.Subscribe(Channel, Receive);
            protected abstract void Receive(RedisChannel channel, RedisValue value);
            public abstract void Dispose();
        }

        sealed class Prices(ISubscriber sub) : Feed(sub)
        {
            private string? _last;
            public string? Last => _last;
            protected override void Receive(RedisChannel channel, RedisValue value) => _last = value;
            public override void Dispose() => Sub.Unsubscribe(Channel, Receive);
        }
        """);

    [Fact]
    public Task UnsubscribedByBaseType_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        abstract class Subscriber(ISubscriber sub, RedisChannel channel) : IDisposable
        {
            protected void Start() => sub.Subscribe(channel, OnMessage);
            protected abstract void OnMessage(RedisChannel channel, RedisValue value);
            public void Dispose() => sub.Unsubscribe(channel, OnMessage);
        }

        sealed class Prices : Subscriber
        {
            private string? _last;
            public Prices(ISubscriber sub) : base(sub, RedisChannel.Literal("prices")) => sub.Subscribe(RedisChannel.Literal("prices"), OnMessage);
            protected override void OnMessage(RedisChannel channel, RedisValue value) => _last = value;
            public string? Last => _last;
        }
        """);

    [Fact]
    public Task KeptQueueThatIsUnsubscribed_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Screen : IAsyncDisposable
        {
            private ChannelMessageQueue? _queue;
            private string? _last;

            public async Task StartAsync(ISubscriber sub)
            {
                _queue = await sub.SubscribeAsync(RedisChannel.Literal("prices"));
                _queue.OnMessage(m => _last = m.Message);
            }

            public string? Last => _last;

            public async ValueTask DisposeAsync()
            {
                if (_queue is not null)
                {
                    await _queue.UnsubscribeAsync();
                }
            }
        }
        """);

    [Fact]
    public Task TokenGivenBack_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Bus(ISubscriber sub) : IDisposable
        {
            private readonly List<string> _seen = new();

            public async Task<IAsyncDisposable> WatchAsync(RedisChannel channel)
            {
                await sub.SubscribeAsync(channel, (c, v) => _seen.Add(v!));
                return new Token(sub, channel);
            }

            public void Dispose() => _seen.Clear();
        }

        sealed class Token(ISubscriber sub, RedisChannel channel) : IAsyncDisposable
        {
            public ValueTask DisposeAsync() => new(sub.PublishAsync(channel, "end"));
        }
        """);

    [Fact]
    public Task WrapperWithCounterpart_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Bus(IConnectionMultiplexer mux) : IDisposable
        {
            private readonly Dictionary<string, Action<RedisChannel, RedisValue>> _handlers = new();

            public Task SubscribeAsync(string channel, Action<string> handler)
            {
                _handlers[channel] = (c, v) => handler(v!);
                return mux.GetSubscriber().SubscribeAsync(RedisChannel.Literal(channel), _handlers[channel]);
            }

            public Task UnsubscribeAsync(string channel) => mux.GetSubscriber().UnsubscribeAsync(RedisChannel.Literal(channel), _handlers[channel]);

            public void Dispose() => _handlers.Clear();
        }
        """);

    [Fact]
    public Task PassThrough_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Bus(IConnectionMultiplexer mux) : IDisposable
        {
            private int _count;
            public Task SubscribeAsync(RedisChannel channel, Action<RedisChannel, RedisValue> handler)
            {
                _count++;
                return mux.GetSubscriber().SubscribeAsync(channel, handler);
            }

            public void Dispose() => Console.WriteLine(_count);
        }
        """);

    [Theory]
    [InlineData("Microsoft.Extensions.Hosting.BackgroundService", "protected override async Task ExecuteAsync(CancellationToken token)")]
    [InlineData("Microsoft.Extensions.Hosting.IHostedService", "public Task StopAsync(CancellationToken token) => Task.CompletedTask; public async Task StartAsync(CancellationToken token)")]
    [InlineData("Microsoft.Extensions.Hosting.IHostedService, IDisposable", "public void Dispose() { } public Task StopAsync(CancellationToken token) => Task.CompletedTask; public async Task StartAsync(CancellationToken token)")]
    public Task HostedService_IsSilent(string role, string method) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        class Listener(IConnectionMultiplexer mux) : {{role}}
        {
            private string? _last;
            {{method}}
            {
                await mux.GetSubscriber().SubscribeAsync(RedisChannel.Literal("prices"), (c, v) => _last = v);
                (await mux.GetSubscriber().SubscribeAsync(RedisChannel.Literal("orders"))).OnMessage(m => _last = m.Message);
            }

            public string? Last => _last;
        }
        """);

    [Fact]
    public Task OrdinaryType_WithoutAReason_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Prices
        {
            private string? _last;
            public Prices(IConnectionMultiplexer mux) => mux.GetSubscriber().Subscribe(RedisChannel.Literal("prices"), (c, v) => _last = v);
            public string? Last => _last;
        }
        """);

    [Fact]
    public Task OwnConnection_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Screen : IDisposable
        {
            private readonly ConnectionMultiplexer _mux;
            private readonly ISubscriber _sub;
            private string? _last;

            public Screen(string configuration)
            {
                _mux = ConnectionMultiplexer.Connect(configuration);
                _sub = _mux.GetSubscriber();
                _sub.Subscribe(RedisChannel.Literal("prices"), (c, v) => _last = v);
                _mux.GetSubscriber().Subscribe(RedisChannel.Literal("orders"), (c, v) => _last = v);
            }

            public string? Last => _last;
            public void Dispose() => _mux.Dispose();
        }
        """);

    [Fact]
    public Task HandlerThatCapturesNothing_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Screen : IDisposable
        {
            public Screen(ISubscriber sub)
            {
                sub.Subscribe(RedisChannel.Literal("a"), static (c, v) => Console.WriteLine(v));
                sub.Subscribe(RedisChannel.Literal("b"), (c, v) => Console.WriteLine(v));
                sub.Subscribe(RedisChannel.Literal("c"), Show);
            }

            private static void Show(RedisChannel channel, RedisValue value) => Console.WriteLine(value);
            public void Dispose() { }
        }
        """);

    [Theory]
    [InlineData("private static Screen? s_instance; public static Screen Of(ISubscriber sub) => s_instance ??= new Screen(sub);")]
    [InlineData("public static Lazy<Screen>? Shared { get; set; }")]
    public Task OnlyInstance_IsSilent(string members) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        sealed class Screen : IDisposable
        {
            private string? _last;
            public Screen(ISubscriber sub) => sub.Subscribe(RedisChannel.Literal("prices"), (c, v) => _last = v);
            public string? Last => _last;
            public void Dispose() { }
            {{members}}
        }
        """);

    [Fact]
    public Task TestCode_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        public class PricesTests(ISubscriber sub) : IDisposable
        {
            private string? _last;

            [Xunit.Fact]
            public void Price_Arrives()
            {
                sub.Subscribe(RedisChannel.Literal("prices"), async (c, v) => { await Task.Yield(); _last = v; });
                sub.Unsubscribe(RedisChannel.Literal("prices"), (c, v) => _last = v);
                sub.Subscribe(RedisChannel.Literal("prices"));
            }

            public void Dispose() => Console.WriteLine(_last);
        }
        """,
        new() { TestFramework = TestFramework.Xunit });

    [Fact]
    public Task OtherLibraries_AreSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        namespace MessagePipe
        {
            public interface ISubscriber { IDisposable Subscribe(string channel, Action<string> handler); void Unsubscribe(string channel, Action<string>? handler = null); }
        }

        sealed class Screen : IDisposable
        {
            private string? _last;

            public Screen(MessagePipe.ISubscriber pipe, IObservable<string> observable, IDatabase db)
            {
                pipe.Subscribe("prices", p => _last = p + db);
                observable.Subscribe(new Observer());
                while (_last is null)
                {
                    pipe.Subscribe("prices", async p => { await Task.Yield(); _last = p; });
                    pipe.Unsubscribe("prices", p => _last = p);
                    pipe.Unsubscribe("prices");
                }
            }

            public void Dispose() { }

            private sealed class Observer : IObserver<string>
            {
                public void OnCompleted() { }
                public void OnError(Exception error) { }
                public void OnNext(string value) { }
            }
        }
        """);

    [Fact]
    public Task UnclosedConnection_IsToldByItsOwnRule() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Screen : IDisposable
        {
            private string? _last;

            public async Task StartAsync()
            {
                var mux = await {|RG1002:ConnectionMultiplexer.ConnectAsync("localhost")|};
                await mux.GetSubscriber().SubscribeAsync(RedisChannel.Literal("prices"), (c, v) => _last = v);
            }

            public void Dispose() => Console.WriteLine(_last);
        }
        """);
}
