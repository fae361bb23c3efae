using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Subscriptions;

/// <summary>RG2008, Consumer loop cannot end.</summary>
public class RG2008Tests
{
    [Theory]
    [InlineData("await foreach (var m in {|RG2008:queue|}) { Show(m); }")]
    [InlineData("await foreach (var m in {|RG2008:queue.WithCancellation(default)|}) { Show(m); }")]
    [InlineData("await foreach (var m in {|RG2008:queue.WithCancellation(CancellationToken.None).ConfigureAwait(false)|}) { Show(m); }")]
    [InlineData("await foreach (var m in {|RG2008:queue.ConfigureAwait(false)|}) { Show(m); }")]
    [InlineData("while (true) { Show(await {|RG2008:queue.ReadAsync()|}); }")]
    [InlineData("for (;;) { Show(await {|RG2008:queue.ReadAsync()|}.ConfigureAwait(false)); }")]
    [InlineData("await foreach (var m in {|RG2008:await mux.GetSubscriber().SubscribeAsync(RedisChannel.Literal(\"more\"))|}) { Show(m); }")]
    public Task NothingEndsIt_IsARemark(string statement) => VerifyAsync(statement);

    [Theory]
    [InlineData("await foreach (var m in queue.WithCancellation(token)) { Show(m); }")]
    [InlineData("await foreach (var m in queue) { Show(m); if (m.Message == \"end\") { break; } }")]
    [InlineData("await foreach (var m in queue) { Show(m); return; }")]
    [InlineData("while (true) { Show(await queue.ReadAsync(token)); }")]
    [InlineData("while (!token.IsCancellationRequested) { Show(await queue.ReadAsync()); }")]
    [InlineData("while (true) { var m = await queue.ReadAsync(); Show(m); if (m.Message.IsNull) { break; } }")]
    [InlineData("Show(await queue.ReadAsync());")]
    [InlineData("token.Register(() => queue.Unsubscribe()); await foreach (var m in queue) { Show(m); }")]
    public Task SomethingEndsIt_IsSilent(string statement) => VerifyAsync(statement);

    [Fact]
    public Task BreakOfAnInnerLoop_EndsNothing() => VerifyAsync(
        "await foreach (var m in {|RG2008:queue|}) { foreach (var c in m.ToString()) { if (c == 'a') { break; } } }");

    [Fact]
    public Task SomebodyElsesQueue_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        static class Reader
        {
            public static async Task ReadAsync(ChannelMessageQueue queue)
            {
                await foreach (var m in queue)
                {
                    Console.WriteLine(m);
                }
            }
        }
        """);

    [Fact]
    public Task QueueOfAnotherObject_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Feed
        {
            public required ChannelMessageQueue Queue { get; init; }
        }

        class Reader(Feed feed)
        {
            public async Task ReadAsync()
            {
                await foreach (var m in feed.Queue)
                {
                    Console.WriteLine(m);
                }
            }
        }
        """);

    [Fact]
    public Task OtherStreams_AreSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        static class Reader
        {
            public static async Task ReadAsync(IServer server, System.Threading.Channels.ChannelReader<int> reader)
            {
                await foreach (var key in server.KeysAsync())
                {
                    Console.WriteLine(key);
                }

                while (true)
                {
                    Console.WriteLine(await reader.ReadAsync());
                }
            }
        }
        """);

    [Fact]
    public Task Message() => AllRules.VerifyAsync(
        Source("await foreach (var m in {|#0:queue|}) { Show(m); }"),
        setup: null,
        new DiagnosticResult("RG2008", DiagnosticSeverity.Info).WithLocation(0).WithMessage(
            "The loop over 'queue' can't end: a queue completes only when it is unsubscribed, not when its connection closes; pass a CancellationToken, and unsubscribe the queue in a finally"));

    private static Task VerifyAsync(string statement) => AllRules.VerifyAsync(Source(statement));

    private static string Source(string statement) =>
        $$"""
        using Microsoft.Extensions.Hosting;
        using StackExchange.Redis;

        class Listener(IConnectionMultiplexer mux) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken token)
            {
                var queue = await mux.GetSubscriber().SubscribeAsync(RedisChannel.Literal("prices"));
                {{statement}}
            }

            private static void Show(ChannelMessage message) => Console.WriteLine(message);
        }
        """;
}
