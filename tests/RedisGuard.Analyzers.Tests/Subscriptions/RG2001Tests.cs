using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Subscriptions;

/// <summary>RG2001, Subscription outlives its subscriber: where it is reported.</summary>
public class RG2001Tests
{
    [Theory]
    [InlineData("{|RG2001:_sub.Subscribe(Channel, (c, v) => Show(v))|};")]
    [InlineData("{|RG2001:_sub.Subscribe(Channel, delegate(RedisChannel c, RedisValue v) { Show(v); })|};")]
    [InlineData("{|RG2001:_sub.Subscribe(Channel, OnMessage)|};")]
    [InlineData("{|RG2001:_sub.SubscribeAsync(Channel, OnMessage)|}.Wait();")]
    [InlineData("_ = {|RG2001:_sub.SubscribeAsync(Channel, OnMessage)|};")]
    [InlineData("{|RG2001:_mux.GetSubscriber().Subscribe(Channel, OnMessage)|};")]
    [InlineData("{|RG2001:_sub.Subscribe(Channel)|}.OnMessage(m => Show(m.Message));")]
    [InlineData("{|RG2001:_sub.Subscribe(Channel)|}.OnMessage(async m => await ShowAsync(m.Message));")]
    [InlineData("var queue = {|RG2001:_sub.Subscribe(Channel)|}; queue.OnMessage(m => Show(m.Message));")]
    [InlineData("_queue = {|RG2001:_sub.Subscribe(Channel)|}; _queue.OnMessage(m => Show(m.Message));")]
    [InlineData("Action<RedisChannel, RedisValue> handler = (c, v) => Show(v); {|RG2001:_sub.Subscribe(Channel, handler)|};")]
    [InlineData("_handler = OnMessage; {|RG2001:_sub.Subscribe(Channel, _handler)|};")]
    [InlineData("var name = Guid.NewGuid().ToString(); {|RG2001:_sub.Subscribe(Channel, (c, v) => Console.WriteLine(name))|};")]
    public Task DisposableType_ThatForgets_IsReported(string statement) => AllRules.VerifyAsync(Disposable(statement));

    [Theory]
    [InlineData("IDisposable", "public void Dispose() { }")]
    [InlineData("IAsyncDisposable", "public ValueTask DisposeAsync() => default;")]
    [InlineData("IDisposable", "void IDisposable.Dispose() { }")]
    public Task WaysOfBeingDisposable_AreReported(string implemented, string member) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        class Screen : {{implemented}}
        {
            public Screen(ISubscriber sub) => {|RG2001:sub.Subscribe(RedisChannel.Literal("prices"), (c, v) => Price = v)|};
            public string? Price { get; private set; }
            {{member}}
        }
        """);

    [Theory]
    [InlineData("AddScoped<Screen>()")]
    [InlineData("AddTransient<Screen>()")]
    [InlineData("AddScoped<IScreen, Screen>()")]
    [InlineData("AddTransient(typeof(IScreen), typeof(Screen))")]
    [InlineData("AddScoped<IScreen>(sp => new Screen(sp.GetRequiredService<ISubscriber>()))")]
    public Task ShortRegistration_IsReported(string registration) => AllRules.VerifyAsync(Registered(registration, "{|RG2001:sub.Subscribe(RedisChannel.Literal(\"prices\"), OnPrice)|}"));

    [Theory]
    [InlineData("AddSingleton<Screen>()")]
    [InlineData("AddSingleton<IScreen, Screen>()")]
    [InlineData("AddSingleton(new object())")]
    public Task LongRegistrationOrNone_IsSilent(string registration) => AllRules.VerifyAsync(Registered(registration, "sub.Subscribe(RedisChannel.Literal(\"prices\"), OnPrice)"));

    [Fact]
    public Task DisposableSingleton_IsSilent() => AllRules.VerifyAsync(
        """
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        sealed class Feed : IDisposable
        {
            public Feed(IConnectionMultiplexer mux) => mux.GetSubscriber().Subscribe(RedisChannel.Literal("prices"), (c, v) => Last = v);
            public string? Last { get; private set; }
            public void Dispose() { }
        }

        static class Registration
        {
            public static void Add(IServiceCollection services) => services.AddSingleton<Feed>();
        }
        """);

    [Theory]
    [InlineData("Microsoft.AspNetCore.Mvc.ControllerBase", "public void Get()")]
    [InlineData("Microsoft.AspNetCore.SignalR.Hub", "public void Join()")]
    [InlineData("Microsoft.AspNetCore.Mvc.RazorPages.PageModel", "public void OnGet()")]
    public Task PerCallType_IsReported(string role, string method) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        public class Prices(ISubscriber sub) : {{role}}
        {
            {{method}} => {|RG2001:sub.Subscribe(RedisChannel.Literal("prices"), (c, v) => Show(v))|};
            private void Show(string? price) => Console.WriteLine(GetHashCode() + price);
        }
        """);

    [Fact]
    public Task ConstructorOfHub_IsReported() => AllRules.VerifyAsync(
        """
        using Microsoft.AspNetCore.SignalR;
        using StackExchange.Redis;

        public class PriceHub : Hub
        {
            public PriceHub(IConnectionMultiplexer mux)
            {
                {|RG2001:mux.GetSubscriber().Subscribe(RedisChannel.Literal("prices"), (c, v) => Clients.All.SendAsync("price", (string?)v))|};
            }
        }
        """);

    [Fact]
    public Task Endpoint_ThatCaptures_IsReported() => AllRules.VerifyAsync(
        """
        using Microsoft.AspNetCore.Builder;
        using StackExchange.Redis;

        static class Endpoints
        {
            public static void Map(WebApplication app) => app.MapGet("/next", async (ISubscriber sub) =>
            {
                var next = new TaskCompletionSource<string?>();
                await {|RG2001:sub.SubscribeAsync(RedisChannel.Literal("prices"), (c, v) => next.TrySetResult(v))|};
                return await next.Task;
            });
        }
        """);

    [Fact]
    public Task DisposalThatEndsAnother_IsReported() => AllRules.VerifyAsync(
        """
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        sealed class Feed : IDisposable
        {
            private readonly ISubscriber _sub;

            public Feed(ISubscriber sub)
            {
                _sub = sub;
                _sub.Subscribe(RedisChannel.Literal("orders"), OnOrder);
                {|RG2001:_sub.Subscribe(RedisChannel.Literal("prices"), OnPrice)|};
            }

            private void OnOrder(RedisChannel channel, RedisValue value) { }
            private void OnPrice(RedisChannel channel, RedisValue value) { }
            public void Dispose() => _sub.Unsubscribe(RedisChannel.Literal("orders"), OnOrder);
        }

        static class Registration
        {
            public static void Add(IServiceCollection services) => services.AddSingleton<Feed>();
        }
        """);

    [Fact]
    public Task CreatedForEachRequest_IsReported() => AllRules.VerifyAsync(
        """
        using Microsoft.AspNetCore.Mvc;
        using StackExchange.Redis;

        class Watcher
        {
            private string? _last;
            public Watcher(ISubscriber sub) => {|RG2001:sub.Subscribe(RedisChannel.Literal("prices"), (c, v) => _last = v)|};
            public string? Last => _last;
        }

        public class PricesController(ISubscriber sub) : ControllerBase
        {
            [HttpGet]
            public string? Get() => new Watcher(sub).Last;
        }
        """);

    [Fact]
    public Task SharedByStaticLazy_IsReported() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        static class Shared
        {
            private static readonly Lazy<ConnectionMultiplexer> s_connection = new(() => ConnectionMultiplexer.Connect("localhost"));
            public static ConnectionMultiplexer Connection => s_connection.Value;
        }

        sealed class Handle : IDisposable
        {
            private int _expired;
            public Handle() => {|RG2001:Shared.Connection.GetSubscriber().Subscribe(RedisChannel.Pattern("__keyevent@*:expired"), (c, v) => _expired++)|};
            public int Expired => _expired;
            public void Dispose() { }
        }
        """);

    [Fact]
    public Task Message() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Screen : IDisposable
        {
            public Screen(ISubscriber sub) => {|#0:sub.Subscribe(RedisChannel.Literal("prices"), (c, v) => Price = v)|};
            public string? Price { get; private set; }
            public void Dispose() { }
        }
        """,
        setup: null,
        new DiagnosticResult("RG2001", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "The subscription of 'Screen' is never removed: 'Screen' can be disposed, and the connection goes on calling its handler; unsubscribe the same handler in its disposal"));

    [Fact]
    public Task MessageOfAKeptQueue_SpeaksOfNoHandler() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Screen(ISubscriber sub) : IDisposable
        {
            private readonly ChannelMessageQueue _queue = {|#0:sub.Subscribe(RedisChannel.Literal("prices"))|};
            public bool IsBehind => _queue.TryGetCount(out int count) && count > 0;
            public void Dispose() { }
        }
        """,
        setup: null,
        new DiagnosticResult("RG2001", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "The subscription of 'Screen' is never removed: 'Screen' can be disposed, and the connection goes on calling its handler; unsubscribe the queue in its disposal"));

    [Fact]
    public Task WithoutTheLibrary_IsSilent() => AllRules.VerifyWithoutLibraryAsync(
        """
        interface ISubscriber { void Subscribe(string channel, Action<string> handler); }

        class Screen : IDisposable
        {
            public Screen(ISubscriber sub) => sub.Subscribe("prices", p => Price = p);
            public string? Price { get; private set; }
            public void Dispose() { }
        }
        """);

    [Theory]
    [InlineData("sub.Subscribe(Prices, OnPrice);", "sub.Leave(Prices, OnPrice);")]
    [InlineData("sub.Subscribe(Prices, this.OnPrice);", "Leaving.Leave(sub, Prices, this.OnPrice);")]
    [InlineData("sub.Subscribe(Prices, new Action<RedisChannel, RedisValue>(OnPrice));", "sub.Leave(Prices, OnPrice);")]
    [InlineData("_handler = (c, v) => Price = v; sub.Subscribe(Prices, _handler);", "Leaving.Leave(sub, Prices, _handler!);")]
    [InlineData("_queue = sub.Subscribe(Prices); _queue.OnMessage(m => { Price = m.Message; });", "_queue!.End();")]
    [InlineData("_queue = sub.Subscribe(Prices); _queue.OnMessage(m => { Price = m.Message; });", "Leaving.End(_queue!);")]
    public Task EndedByOtherCode_IsSilent(string subscribe, string dispose) => AllRules.VerifyAsync(Helped(subscribe, dispose));

    [Theory]
    [InlineData("{|RG2001:sub.Subscribe(Prices, OnPrice)|};", "sub.Leave(Prices, OnOther);")]
    [InlineData("_handler = (c, v) => Price = v; {|RG2001:sub.Subscribe(Prices, _handler)|};", "_handler?.Invoke(Prices, 1);")]
    [InlineData("_queue = {|RG2001:sub.Subscribe(Prices)|}; _queue.OnMessage(m => { Price = m.Message; });", "Console.WriteLine(_queue!.ToString());")]
    public Task AnotherEndedByOtherCode_IsReported(string subscribe, string dispose) => AllRules.VerifyAsync(Helped(subscribe, dispose));

    [Fact]
    public Task QueueOutOfAnInitializer_IsReported() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Screen(ISubscriber sub) : IDisposable
        {
            private readonly ChannelMessageQueue _queue = {|RG2001:sub.Subscribe(RedisChannel.Literal("prices"))|};
            private string? _last;
            public void Start() => _queue.OnMessage(m => { _last = m.Message; });
            public void Dispose() => Console.WriteLine(_last);
        }
        """);

    [Fact]
    public Task HalfTypedCode_IsReportedAllTheSame() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Screen : IDisposable
        {
            public Screen(ISubscriber sub)
            {
                {|RG2001:sub.Subscribe(RedisChannel.Literal("prices"), (c, v) => Price = v)|};
                sub.
            }

            public string? Price { get; private set; }
            public void Dispose() { }
        }
        """,
        new() { Broken = true });

    private static string Helped(string subscribe, string dispose) =>
        $$"""
        using StackExchange.Redis;

        static class Leaving
        {
            public static void Leave(this ISubscriber sub, RedisChannel channel, Action<RedisChannel, RedisValue> handler) => sub.Unsubscribe(channel, handler);
            public static void End(this ChannelMessageQueue queue) => queue.Unsubscribe();
        }

        sealed class Screen : IDisposable
        {
            private static readonly RedisChannel Prices = RedisChannel.Literal("prices");
            private readonly ISubscriber sub;
            private Action<RedisChannel, RedisValue>? _handler;
            private ChannelMessageQueue? _queue;
            public Screen(ISubscriber subscriber) { sub = subscriber; {{subscribe}} }
            public string? Price { get; private set; }
            private void OnPrice(RedisChannel channel, RedisValue value) => Price = value;
            private void OnOther(RedisChannel channel, RedisValue value) => Price = null;
            public object Kept => (_handler, _queue, (Action<RedisChannel, RedisValue>)OnOther);
            public void Dispose() { {{dispose}} }
        }
        """;

    private static string Disposable(string statement) =>
        $$"""
        using StackExchange.Redis;

        sealed class Screen : IDisposable
        {
            private static readonly RedisChannel Channel = RedisChannel.Literal("prices");
            private readonly IConnectionMultiplexer _mux;
            private readonly ISubscriber _sub;
            private ChannelMessageQueue? _queue;
            private Action<RedisChannel, RedisValue>? _handler;
            private string? _last;

            public Screen(IConnectionMultiplexer mux, ISubscriber sub)
            {
                _mux = mux;
                _sub = sub;
                {{statement}}
            }

            private void OnMessage(RedisChannel channel, RedisValue value) => Show(value);
            private void Show(RedisValue value) => _last = value;
            private Task ShowAsync(RedisValue value) { _last = value; return Task.CompletedTask; }
            public void Dispose() => Console.WriteLine(_last + _mux + _queue + _handler);
        }
        """;

    private static string Registered(string registration, string subscribe) =>
        $$"""
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        interface IScreen { }

        class Screen : IScreen
        {
            private string? _price;
            public Screen(ISubscriber sub) => {{subscribe}};
            private void OnPrice(RedisChannel channel, RedisValue value) => _price = value;
            public string? Price => _price;
        }

        static class Registration
        {
            public static void Add(IServiceCollection services) => services.{{registration}};
        }
        """;

    [Theory]
    [InlineData("if (s_done) { return; } {|#0:redis.GetSubscriber().Subscribe(RedisChannel.Literal(\"news\"), OnNews)|}; s_done = true;", "the first 'Lobby' subscribes")]
    [InlineData("{|#0:redis.GetSubscriber().Subscribe(RedisChannel.Literal(\"news\"), OnNews)|}; s_done = true;", "it is subscribed each time a 'Lobby' is created")]
    public Task ConstructorOfAHub_IsSentToAHostedService(string body, string reason) => AllRules.VerifyAsync(
        $$"""
        using Microsoft.AspNetCore.SignalR;
        using StackExchange.Redis;

        public class Lobby : Hub
        {
            internal static bool s_done;

            public Lobby(IConnectionMultiplexer redis)
            {
                {{body}}
            }

            private void OnNews(RedisChannel channel, RedisValue value) => Clients.All.SendAsync("news", value.ToString());
        }
        """,
        setup: null,
        DiagnosticResult.CompilerWarning("RG2001").WithLocation(0).WithMessage(
            $"The subscription of 'Lobby' is never removed: {reason}, and the connection goes on calling its handler; subscribe once, in a hosted service that sends through IHubContext"));
}
