using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Subscriptions;

/// <summary>RG2002, Message queue is never unsubscribed.</summary>
public class RG2002Tests
{
    [Theory]
    [InlineData("{|RG2002:_sub.Subscribe(Channel)|};")]
    [InlineData("_ = {|RG2002:_sub.Subscribe(Channel)|};")]
    [InlineData("await {|RG2002:_sub.SubscribeAsync(Channel)|};")]
    [InlineData("await {|RG2002:_mux.GetSubscriber().SubscribeAsync(Channel)|}.ConfigureAwait(false);")]
    [InlineData("_ = {|RG2002:_sub.SubscribeAsync(Channel)|};")]
    public Task Ignored_IsReported(string statement) => VerifyAsync(statement);

    [Fact]
    public Task LoserOfASwap_IsReported() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Feed(ISubscriber subscriber)
        {
            private ChannelMessageQueue? _queue;
            private ChannelMessageQueue? _other;

            public ChannelMessageQueue Get()
            {
                if (_queue == null)
                {
                    Interlocked.CompareExchange(ref _queue, {|RG2002:subscriber.Subscribe(RedisChannel.Literal("feed"))|}, null);
                }

                return _queue;
            }

            public ChannelMessageQueue GetOther()
            {
                var mine = subscriber.Subscribe(RedisChannel.Literal("other"));
                var first = Interlocked.CompareExchange(ref _other, mine, null);
                if (first == null)
                {
                    return mine;
                }

                mine.Unsubscribe();
                return first;
            }
        }
        """);

    [Theory]
    [InlineData("var q = await {|RG2002:_sub.SubscribeAsync(Channel)|}; await foreach (var m in q.WithCancellation(token)) { Show(m); }")]
    [InlineData("var q = await {|RG2002:_sub.SubscribeAsync(Channel)|}; await foreach (var m in q) { Show(m); break; }")]
    [InlineData("var q = await {|RG2002:_sub.SubscribeAsync(Channel)|}; await foreach (var m in q) { Show(m); }")]
    [InlineData("var q = {|RG2002:_sub.Subscribe(Channel)|}; Show(await q.ReadAsync(token));")]
    [InlineData("var q = {|RG2002:_sub.Subscribe(Channel)|}; if (q.TryRead(out var m)) { Show(m); }")]
    [InlineData("var q = {|RG2002:_sub.Subscribe(Channel)|}; Show(await q.ReadAsync(token)); q.Unsubscribe();")]
    [InlineData("var q = await {|RG2002:_sub.SubscribeAsync(Channel)|}; await foreach (var m in q.WithCancellation(token)) { Show(m); } await q.UnsubscribeAsync();")]
    [InlineData("var q = {|RG2002:_sub.Subscribe(Channel)|}; var m = await q.ReadAsync(); if (m.Message.IsNull) { return; } q.Unsubscribe();")]
    [InlineData("var q = {|RG2002:_sub.Subscribe(Channel)|}; var m = await q.ReadAsync(); if (m.Message.IsNull) { throw new InvalidOperationException(); } q.Unsubscribe();")]
    [InlineData("while (!token.IsCancellationRequested) { var q = {|RG2002:_sub.Subscribe(Channel)|}; Show(await q.ReadAsync(token)); }")]
    [InlineData("using var timeout = new CancellationTokenSource(100); var q = {|RG2002:_sub.Subscribe(Channel)|}; try { Show(await q.ReadAsync(timeout.Token)); } catch (OperationCanceledException) { }")]
    [InlineData("var q = {|RG2002:_sub.Subscribe(Channel)|}; try { Show(await q.ReadAsync(token)); } catch (TimeoutException) { } q.Unsubscribe();")]
    [InlineData("var q = {|RG2002:_sub.Subscribe(Channel)|}; try { Show(await q.ReadAsync(token)); } catch (OperationCanceledException) when (_queue is null) { } q.Unsubscribe();")]
    [InlineData("var q = {|RG2002:_sub.Subscribe(Channel)|}; try { Show(await q.ReadAsync(token)); } catch (OperationCanceledException) { return; } q.Unsubscribe();")]
    [InlineData("var q = {|RG2002:_sub.Subscribe(Channel)|}; try { Show(await q.ReadAsync(token)); } finally { Console.WriteLine(q.Channel); } q.Unsubscribe();")]
    [InlineData("var q = {|RG2002:_sub.Subscribe(Channel)|}; await TakeAsync(q);")]
    [InlineData("var opening = {|RG2002:_sub.SubscribeAsync(Channel)|}; var q = await opening; Show(await q.ReadAsync());")]
    [InlineData("await foreach (var m in await {|RG2002:_sub.SubscribeAsync(Channel)|}) { Show(m); }")]
    [InlineData("await foreach (var m in (await {|RG2002:_sub.SubscribeAsync(Channel)|}).WithCancellation(token)) { Show(m); }")]
    [InlineData("await foreach (var m in {|RG2002:_sub.Subscribe(Channel)|}.WithCancellation(token).ConfigureAwait(false)) { Show(m); }")]
    [InlineData("Show(await {|RG2002:_sub.Subscribe(Channel)|}.ReadAsync(token));")]
    public Task LocalThatIsLost_IsReported(string statement) => VerifyAsync(statement);

    [Theory]
    [InlineData("var q = await _sub.SubscribeAsync(Channel); try { await foreach (var m in q.WithCancellation(token)) { Show(m); } } finally { await q.UnsubscribeAsync(); }")]
    [InlineData("var q = await _sub.SubscribeAsync(Channel); try { await foreach (var m in q) { Show(m); break; } } finally { q.Unsubscribe(CommandFlags.FireAndForget); }")]
    [InlineData("ChannelMessageQueue? q = null; try { q = _sub.Subscribe(Channel); Show(await q.ReadAsync(token)); } finally { if (q != null) { await q.UnsubscribeAsync(); } }")]
    [InlineData("ChannelMessageQueue? q = null; try { q = _sub.Subscribe(Channel); Show(await q.ReadAsync(token)); } finally { q?.Unsubscribe(); }")]
    [InlineData("var q = _sub.Subscribe(Channel); var r = _sub.Subscribe(Channel); try { Show(await q.ReadAsync(token)); Show(await r.ReadAsync(token)); } finally { q.Unsubscribe(); r.Unsubscribe(); }")]
    [InlineData("var q = _sub.Subscribe(Channel); Show(await q.ReadAsync()); q.Unsubscribe();")]
    [InlineData("var q = await _sub.SubscribeAsync(Channel); try { await foreach (var m in q.WithCancellation(token)) { Show(m); } } catch (OperationCanceledException) { } await q.UnsubscribeAsync();")]
    [InlineData("var q = _sub.Subscribe(Channel); try { Show(await q.ReadAsync(token)); } catch { } q.Unsubscribe();")]
    [InlineData("var q = _sub.Subscribe(Channel); try { try { Show(await q.ReadAsync(token)); } catch (TimeoutException) { } } catch (OperationCanceledException) { } q.Unsubscribe();")]
    [InlineData("var q = _sub.Subscribe(Channel); Show(await q.ReadAsync(CancellationToken.None)); await Task.Delay(1, token); q.Unsubscribe();")]
    [InlineData("var q = _sub.Subscribe(Channel); await TakeAsync(q); q.Unsubscribe();")]
    [InlineData("var q = _sub.Subscribe(Channel); using var end = token.Register(() => q.Unsubscribe()); await foreach (var m in q) { Show(m); }")]
    [InlineData("var q = _sub.Subscribe(Channel); _queues.Add(q);")]
    [InlineData("_queue = _sub.Subscribe(Channel); Show(await _queue.ReadAsync(token));")]
    [InlineData("var q = _sub.Subscribe(Channel); await EndAsync(q);")]
    [InlineData("var q = _sub.Subscribe(Channel); try { Show(await q.ReadAsync(token)); } finally { await EndAsync(q); }")]
    [InlineData("var q = _sub.Subscribe(Channel); q.OnMessage(m => Show(m));")]
    [InlineData("_sub.Subscribe(Channel).OnMessage(m => Show(m));")]
    [InlineData("using var mux = {|RG1001:ConnectionMultiplexer.Connect(\"localhost\")|}; var q = mux.GetSubscriber().Subscribe(Channel); Show(await q.ReadAsync(token));")]
    [InlineData("using var mux = {|RG1001:ConnectionMultiplexer.Connect(\"localhost\")|}; mux.GetSubscriber().Subscribe(Channel); await Task.Delay(100, token);")]
    public Task UnsubscribedOrElsewhere_IsSilent(string statement) => VerifyAsync(statement);

    [Fact]
    public Task Returned_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        static class Queues
        {
            public static Task<ChannelMessageQueue> OpenAsync(ISubscriber sub) => sub.SubscribeAsync(RedisChannel.Literal("a"));
            public static ChannelMessageQueue Open(ISubscriber sub)
            {
                var queue = sub.Subscribe(RedisChannel.Literal("a"));
                Console.WriteLine(queue.Channel);
                return queue;
            }

            public static (ChannelMessageQueue, int) Both(ISubscriber sub) => (sub.Subscribe(RedisChannel.Literal("a")), 1);
        }
        """);

    [Fact]
    public Task HostedLoop_IsSilent() => AllRules.VerifyAsync(
        """
        using Microsoft.Extensions.Hosting;
        using StackExchange.Redis;

        class Listener(IConnectionMultiplexer mux) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken token)
            {
                var queue = await mux.GetSubscriber().SubscribeAsync(RedisChannel.Literal("a"));
                await foreach (var m in queue.WithCancellation(token))
                {
                    Console.WriteLine(m);
                }
            }
        }
        """);

    [Fact]
    public Task ConsoleProgram_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        await using var mux = await ConnectionMultiplexer.ConnectAsync("localhost");
        var queue = await mux.GetSubscriber().SubscribeAsync(RedisChannel.Literal("a"));
        while (queue.TryRead(out var m))
        {
            Console.WriteLine(m);
        }
        """,
        new() { OutputKind = OutputKind.ConsoleApplication });

    [Fact]
    public Task StreamedToARequest_IsReported() => AllRules.VerifyAsync(
        """
        using System.Runtime.CompilerServices;
        using Microsoft.AspNetCore.Mvc;
        using StackExchange.Redis;

        public class FeedController(ISubscriber sub) : ControllerBase
        {
            [HttpGet]
            public async IAsyncEnumerable<string?> Get([EnumeratorCancellation] CancellationToken token)
            {
                var queue = await {|RG2002:sub.SubscribeAsync(RedisChannel.Literal("feed"))|};
                await foreach (var m in queue.WithCancellation(token))
                {
                    yield return m.Message;
                }
            }
        }
        """);

    [Fact]
    public Task Middleware_IsReported() => AllRules.VerifyAsync(
        """
        using Microsoft.AspNetCore.Http;
        using StackExchange.Redis;

        class Gate(RequestDelegate next, IConnectionMultiplexer redis)
        {
            public async Task InvokeAsync(HttpContext context)
            {
                var queue = await {|RG2002:redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("gate"))|};
                await next(context);
                if (queue.TryRead(out var message)) { context.Response.Headers["x-gate"] = message.Message.ToString(); }
            }
        }
        """);

    [Fact]
    public Task ChainedForEachRequest_IsReported() => AllRules.VerifyAsync(
        """
        using Microsoft.AspNetCore.Mvc;
        using StackExchange.Redis;

        public class FeedController(ISubscriber sub) : ControllerBase
        {
            [HttpPost]
            public void Start() => {|RG2002:sub.Subscribe(RedisChannel.Literal("feed"))|}.OnMessage(static m => Console.WriteLine(m));
        }
        """);

    [Fact]
    public Task RequestWithFinally_IsSilent() => AllRules.VerifyAsync(
        """
        using Microsoft.AspNetCore.Mvc;
        using StackExchange.Redis;

        public class FeedController(ISubscriber sub) : ControllerBase
        {
            [HttpGet]
            public async Task<string?> Next(CancellationToken token)
            {
                var queue = await sub.SubscribeAsync(RedisChannel.Literal("feed"));
                try
                {
                    return (await queue.ReadAsync(token)).Message;
                }
                finally
                {
                    await queue.UnsubscribeAsync();
                }
            }
        }
        """);

    [Fact]
    public Task UnclosedConnection_IsToldByItsOwnRule() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        static class Reader
        {
            public static async Task ReadAsync(CancellationToken token)
            {
                var mux = await {|RG1002:ConnectionMultiplexer.ConnectAsync("localhost")|};
                var queue = await mux.GetSubscriber().SubscribeAsync(RedisChannel.Literal("a"));
                Console.WriteLine(await queue.ReadAsync(token));
            }
        }
        """);

    [Fact]
    public Task Message() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        static class Reader
        {
            public static async Task ReadAsync(ISubscriber sub, CancellationToken token)
            {
                var queue = await {|#0:sub.SubscribeAsync(RedisChannel.Literal("a"))|};
                await foreach (var m in queue.WithCancellation(token)) { }
                await queue.UnsubscribeAsync();
            }
        }
        """,
        setup: null,
        new DiagnosticResult("RG2002", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "The message queue of 'ISubscriber.SubscribeAsync' is not unsubscribed when the wait for a message is cancelled, and goes on collecting messages; unsubscribe it in a finally"));

    private static Task VerifyAsync(string statement) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        class Reader(IConnectionMultiplexer mux)
        {
            private static readonly RedisChannel Channel = RedisChannel.Literal("prices");
            private readonly IConnectionMultiplexer _mux = mux;
            private readonly ISubscriber _sub = mux.GetSubscriber();
            private readonly List<ChannelMessageQueue> _queues = new();
            private ChannelMessageQueue? _queue;

            public async Task RunAsync(CancellationToken token)
            {
                {{statement}}
                await Task.Yield();
            }

            private static void Show(ChannelMessage message) => Console.WriteLine(message);
            private static Task EndAsync(ChannelMessageQueue queue) => queue.UnsubscribeAsync();
            private static async Task TakeAsync(ChannelMessageQueue queue) => Show(await queue.ReadAsync());
            public void Use() => Console.WriteLine(_mux + "" + _sub + _queue + _queues + EndAsync(_queue!));
        }
        """);
}
