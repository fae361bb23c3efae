using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Subscriptions;

/// <summary>RG2003, RG2004, RG2005, RG2007, RG2008: the same handler, one that is awaited, one that is taken back, a token.</summary>
public class HandlerFixTests
{
    [Fact]
    public Task TwoLambdas_BecomeOneMethod() => RealRules<HoistHandlerFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Screen(ISubscriber sub) : IDisposable
        {
            private string? _last;

            public void Start() => sub.Subscribe(RedisChannel.Literal("prices"), (c, v) => _last = v);

            public void Dispose() => {|RG2003:sub.Unsubscribe(RedisChannel.Literal("prices"), (c, v) => _last = v)|};
        }
        """,
        """
        using StackExchange.Redis;

        sealed class Screen(ISubscriber sub) : IDisposable
        {
            private string? _last;

            public void Start() => sub.Subscribe(RedisChannel.Literal("prices"), OnMessage);

            public void Dispose() => sub.Unsubscribe(RedisChannel.Literal("prices"), OnMessage);

            private void OnMessage(RedisChannel c, RedisValue v) => _last = v;
        }
        """);

    [Fact]
    public Task LambdaBesideAMethod_BecomesTheMethod() => RealRules<HoistHandlerFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Screen(ISubscriber sub) : IDisposable
        {
            private string? _last;
            public void Start() => sub.Subscribe(RedisChannel.Literal("prices"), OnPrice);
            public void Dispose() => {|RG2003:sub.Unsubscribe(RedisChannel.Literal("prices"), (c, v) => OnPrice(c, v))|};
            private void OnPrice(RedisChannel channel, RedisValue value) => _last = value;
        }
        """,
        """
        using StackExchange.Redis;

        sealed class Screen(ISubscriber sub) : IDisposable
        {
            private string? _last;
            public void Start() => sub.Subscribe(RedisChannel.Literal("prices"), OnPrice);
            public void Dispose() => sub.Unsubscribe(RedisChannel.Literal("prices"), OnPrice);
            private void OnPrice(RedisChannel channel, RedisValue value) => _last = value;
        }
        """);

    [Fact]
    public Task LambdasOfDifferentTexts_AreNotOffered() => RealRules<HoistHandlerFixProvider>.VerifyNotOfferedAsync(
        """
        using StackExchange.Redis;

        sealed class Screen(ISubscriber sub) : IDisposable
        {
            private string? _last;
            public void Start() => sub.Subscribe(RedisChannel.Literal("prices"), (c, v) => _last = v);
            public void Dispose() => {|RG2003:sub.Unsubscribe(RedisChannel.Literal("prices"), (c, v) => { })|};
        }
        """);

    [Theory]
    [InlineData("sub.Unsubscribe(Prices)", "sub.Unsubscribe(Prices, OnPrice)")]
    [InlineData("sub.Unsubscribe(Prices, null)", "sub.Unsubscribe(Prices, OnPrice)")]
    [InlineData("sub.UnsubscribeAsync(Prices, flags: CommandFlags.FireAndForget)", "sub.UnsubscribeAsync(Prices, OnPrice, flags: CommandFlags.FireAndForget)")]
    public Task Blanket_GetsTheHandler(string before, string after) => RealRules<PassHandlerFixProvider>.VerifyAsync(Blanket("{|RG2004:" + before + "|}"), Blanket(after));

    [Theory]
    [InlineData(
        "public void Start() => {|RG2005:_sub.Subscribe(RedisChannel.Literal(\"a\"), async (c, v) => await SaveAsync(c, v))|};",
        "public void Start() => _sub.Subscribe(RedisChannel.Literal(\"a\")).OnMessage(async message => await SaveAsync(message.Channel, message.Message));")]
    [InlineData(
        "public async Task StartAsync() { await {|RG2005:_sub.SubscribeAsync(RedisChannel.Literal(\"a\"), async (c, v) => { await SaveAsync(c, v); })|}; }",
        "public async Task StartAsync() { (await _sub.SubscribeAsync(RedisChannel.Literal(\"a\"))).OnMessage(async message => { await SaveAsync(message.Channel, message.Message); }); }")]
    [InlineData(
        "public async Task StartAsync() { await {|RG2005:_sub.SubscribeAsync(RedisChannel.Literal(\"a\"), async (_, v) => await SaveAsync(default, v))|}.ConfigureAwait(false); }",
        "public async Task StartAsync() { (await _sub.SubscribeAsync(RedisChannel.Literal(\"a\")).ConfigureAwait(false)).OnMessage(async message => await SaveAsync(default, message.Message)); }")]
    [InlineData(
        "public void Start() { {|RG2005:_sub.Subscribe(RedisChannel.Literal(\"a\"), async (message, v) => await SaveAsync(message, v))|}; }",
        "public void Start() { _sub.Subscribe(RedisChannel.Literal(\"a\")).OnMessage(async received => await SaveAsync(received.Channel, received.Message)); }")]
    [InlineData(
        "public void Start() => {|RG2005:_sub.Subscribe(RedisChannel.Literal(\"a\"), OnVoid)|}; private async void OnVoid(RedisChannel c, RedisValue v) => await SaveAsync(c, v);",
        "public void Start() => _sub.Subscribe(RedisChannel.Literal(\"a\")).OnMessage(message => OnVoid(message.Channel, message.Message)); private async Task OnVoid(RedisChannel c, RedisValue v) => await SaveAsync(c, v);")]
    [InlineData(
        "public async Task StartAsync() { await {|RG2005:_sub.SubscribeAsync(RedisChannel.Literal(\"a\"), OnVoid)|}; } private async void OnVoid(RedisChannel c, RedisValue v) { await SaveAsync(c, v); }",
        "public async Task StartAsync() { (await _sub.SubscribeAsync(RedisChannel.Literal(\"a\"))).OnMessage(message => OnVoid(message.Channel, message.Message)); } private async Task OnVoid(RedisChannel c, RedisValue v) { await SaveAsync(c, v); }")]
    public Task AsyncHandler_GoesToOnMessage(string before, string after) => RealRules<OnMessageFixProvider>.VerifyAsync(Saving(before), Saving(after));

    [Theory]
    [InlineData("public Task StartAsync() => {|RG2005:_sub.SubscribeAsync(RedisChannel.Literal(\"a\"), async (c, v) => await SaveAsync(c, v))|};")]
    [InlineData("public void Start() => {|RG2005:_sub.Subscribe(RedisChannel.Literal(\"a\"), OnVoid)|}; public async void OnVoid(RedisChannel c, RedisValue v) => await SaveAsync(c, v);")]
    [InlineData("public void Start() => {|RG2005:_sub.Subscribe(RedisChannel.Literal(\"a\"), OnVoid)|}; public void Now() => OnVoid(default, default); private async void OnVoid(RedisChannel c, RedisValue v) => await SaveAsync(c, v);")]
    public Task WhatOnMessageCannotTake_IsNotOffered(string member) => RealRules<OnMessageFixProvider>.VerifyNotOfferedAsync(Saving(member));

    [Fact]
    public Task AsyncHandlerBesideAQueueThatTheTypeEnds_GoesToOnMessage() => RealRules<OnMessageFixProvider>.VerifyAsync(
        BesideAQueue("""await {|RG2005:sub.SubscribeAsync(RedisChannel.Literal("b"), async (c, v) => await SaveAsync(v))|};"""),
        BesideAQueue("""(await sub.SubscribeAsync(RedisChannel.Literal("b"))).OnMessage(async received => await SaveAsync(received.Message));"""));

    [Fact]
    public Task LambdaOfAnEvent_BecomesAMethodThatIsRemoved() => RealRules<RemoveHandlerFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Watch : IDisposable
        {
            private readonly IConnectionMultiplexer _redis;
            private int _failures;

            public Watch(IConnectionMultiplexer redis)
            {
                _redis = redis;
                {|RG2007:redis.ConnectionFailed += (_, e) =>
                {
                    // count
                    _failures++;
                }|};
            }

            public void Dispose() => Console.WriteLine(_failures);
        }
        """,
        """
        using StackExchange.Redis;

        sealed class Watch : IDisposable
        {
            private readonly IConnectionMultiplexer _redis;
            private int _failures;

            public Watch(IConnectionMultiplexer redis)
            {
                _redis = redis;
                redis.ConnectionFailed += OnConnectionFailed;
            }

            public void Dispose()
            {
                Console.WriteLine(_failures);
                _redis.ConnectionFailed -= OnConnectionFailed;
            }

            private void OnConnectionFailed(object? sender, ConnectionFailedEventArgs e)
            {
                // count
                _failures++;
            }
        }
        """);

    [Fact]
    public Task EventHandler_IsRemoved() => RealRules<RemoveHandlerFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Watch : IDisposable
        {
            private readonly IConnectionMultiplexer _redis;
            private int _failures;

            public Watch(IConnectionMultiplexer redis)
            {
                _redis = redis;
                {|RG2007:redis.ConnectionFailed += OnFailed|};
            }

            public void Dispose() => Console.WriteLine(_failures);

            private void OnFailed(object? sender, ConnectionFailedEventArgs e) => _failures++;
        }
        """,
        """
        using StackExchange.Redis;

        sealed class Watch : IDisposable
        {
            private readonly IConnectionMultiplexer _redis;
            private int _failures;

            public Watch(IConnectionMultiplexer redis)
            {
                _redis = redis;
                redis.ConnectionFailed += OnFailed;
            }

            public void Dispose()
            {
                Console.WriteLine(_failures);
                _redis.ConnectionFailed -= OnFailed;
            }

            private void OnFailed(object? sender, ConnectionFailedEventArgs e) => _failures++;
        }
        """);

    [Theory]
    [InlineData("public IConnectionMultiplexer Redis { get { {|RG2007:_redis.ConnectionFailed += OnFailed|}; return _redis; } }")]
    [InlineData("public IConnectionMultiplexer GetRedis() { {|RG2007:_redis.ConnectionFailed += OnFailed|}; return _redis; }")]
    [InlineData("public void Start() { for (int i = 0; i < 3; i++) { {|RG2007:_redis.ConnectionFailed += OnFailed|}; } }")]
    public Task EventHandlerThatComesAgain_IsNotCuredByRemovingOne(string member) => RealRules<RemoveHandlerFixProvider>.VerifyNotOfferedAsync(
        $$"""
        using StackExchange.Redis;

        sealed class Watch(IConnectionMultiplexer redis)
        {
            private readonly IConnectionMultiplexer _redis = redis;
            private int _failures;
            {{member}}
            private void OnFailed(object? sender, ConnectionFailedEventArgs e) => _failures++;
        }
        """);

    [Theory]
    [InlineData("await foreach (var m in {|RG2008:queue|}) { Console.WriteLine(m); }", "await foreach (var m in queue.WithCancellation(token)) { Console.WriteLine(m); }")]
    [InlineData(
        "await foreach (var m in {|RG2008:queue.WithCancellation(default)|}) { Console.WriteLine(m); }", "await foreach (var m in queue.WithCancellation(token)) { Console.WriteLine(m); }")]
    [InlineData("while (true) { Console.WriteLine(await {|RG2008:queue.ReadAsync()|}); }", "while (true) { Console.WriteLine(await queue.ReadAsync(token)); }")]
    [InlineData("for (;;) { Console.WriteLine(await {|RG2008:queue.ReadAsync(default)|}); }", "for (;;) { Console.WriteLine(await queue.ReadAsync(token)); }")]
    public Task EndlessLoop_GetsTheToken_AndAnEnd(string before, string after) => RealRules<PassTokenFixProvider>.VerifyAsync(
        Listening(before), Listening($$"""
                                       try
                                               {
                                                   {{after}}
                                               }
                                               finally
                                               {
                                                   await queue.UnsubscribeAsync();
                                               }
                                       """));

    [Fact]
    public Task EndlessLoopOverAField_ThatConfiguresItsAwaits_EndsSo() => RealRules<PassTokenFixProvider>.VerifyAsync(
        Feeding("""
                    // Until the host stops.
                    await foreach (var m in {|RG2008:_queue.ConfigureAwait(false)|})
                    {
                        Console.WriteLine(m);
                    }
            """),
        Feeding("""
                    try
                    {
                        // Until the host stops.
                        await foreach (var m in _queue.WithCancellation(token).ConfigureAwait(false))
                        {
                            Console.WriteLine(m);
                        }
                    }
                    finally
                    {
                        await _queue.UnsubscribeAsync().ConfigureAwait(false);
                    }
            """));

    [Fact]
    public Task EndlessLoop_WithoutATokenAtHand_IsLeft() => RealRules<PassTokenFixProvider>.VerifyNotOfferedAsync(
        Feeding("        await foreach (var m in {|RG2008:_queue|}) { Console.WriteLine(m); }").Replace("CancellationToken token", "int times", StringComparison.Ordinal));

    private static string Blanket(string call) =>
        $$"""
        using StackExchange.Redis;

        class Screen(ISubscriber sub)
        {
            private static readonly RedisChannel Prices = RedisChannel.Literal("prices");
            private string? _last;
            public void Start() => sub.Subscribe(Prices, OnPrice);
            public void Stop() { {{call}}; }
            private void OnPrice(RedisChannel channel, RedisValue value) => _last = value;
            public string? Last => _last;
        }
        """;

    private static string BesideAQueue(string subscribing) => $$"""
        using StackExchange.Redis;

        sealed class Feed(ISubscriber sub) : IAsyncDisposable
        {
            private ChannelMessageQueue? _queue;

            public async Task StartAsync()
            {
                _queue = await sub.SubscribeAsync(RedisChannel.Literal("a"));
                _queue.OnMessage(message => Console.WriteLine(message.Message));
                {{subscribing}}
            }

            public async ValueTask DisposeAsync()
            {
                if (_queue is not null)
                {
                    await _queue.UnsubscribeAsync();
                }
            }

            private static Task SaveAsync(RedisValue value) => Task.FromResult(value);
        }
        """;

    private static string Saving(string member) =>
        $$"""
        using StackExchange.Redis;

        class Orders(ISubscriber sub, IDatabase db)
        {
            private readonly ISubscriber _sub = sub;
            {{member}}
            private Task SaveAsync(RedisChannel channel, RedisValue value) => db.StringSetAsync(channel.ToString(), value);
        }
        """;

    private static string Listening(string statement) =>
        $$"""
        using Microsoft.Extensions.Hosting;
        using StackExchange.Redis;

        class Listener(IConnectionMultiplexer redis) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken token)
            {
                var queue = await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("prices"));
                {{statement}}
            }
        }
        """;

    private static string Feeding(string loop) =>
        $$"""
        using StackExchange.Redis;

        class Feed(ISubscriber sub)
        {
            private ChannelMessageQueue? _queue;

            public async Task RunAsync(CancellationToken token)
            {
                _queue ??= await sub.SubscribeAsync(RedisChannel.Literal("feed")).ConfigureAwait(false);
        {{loop}}
            }
        }
        """;
}
