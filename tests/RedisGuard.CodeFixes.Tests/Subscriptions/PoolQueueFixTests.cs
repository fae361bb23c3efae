using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Subscriptions;

/// <summary>RG2002: a subscription at the pool fills a channel that is read in the queue's place.</summary>
public class PoolQueueFixTests
{
    [Fact]
    public Task Loop_ReadsTheChannel() => VerifyAsync(
        """
        public async Task Print(ISubscriber sub, CancellationToken token)
        {
            Console.WriteLine("start");
            // All prices.
            var queue = await {|RG2002:sub.SubscribeAsync(RedisChannel.Literal("feed"))|};

            // Until somebody cancels.
            await foreach (var message in queue.WithCancellation(token))
            {
                Console.WriteLine($"{message.Channel}: {message.Message}");
            }
        }
        """,
        """
        public async Task Print(ISubscriber sub, CancellationToken token)
        {
            Console.WriteLine("start");
            // All prices.
            var queue = Channel.CreateUnbounded<RedisMessage>();
            await using var subscription = await pool.SubscribeAsync(RedisChannel.Literal("feed"), received => queue.Writer.TryWrite(received));

            // Until somebody cancels.
            await foreach (var message in queue.Reader.ReadAllAsync(token))
            {
                Console.WriteLine($"{message.Channel}: {message.Value}");
            }
        }
        """,
        isAlsoUnsubscribed: true);

    [Fact]
    public Task UnsubscribeAtTheEnd_IsLeftToTheSubscription() => VerifyAsync(
        """
        public async Task<string?> Next(ISubscriber sub, CancellationToken token)
        {
            ChannelMessageQueue queue = await {|RG2002:sub.SubscribeAsync(RedisChannel.Literal("feed"))|}.ConfigureAwait(false);
            ChannelMessage message = await queue.ReadAsync(token).ConfigureAwait(false);
            await queue.UnsubscribeAsync().ConfigureAwait(false);
            return message.Message;
        }
        """,
        """
        public async Task<string?> Next(ISubscriber sub, CancellationToken token)
        {
            var queue = Channel.CreateUnbounded<RedisMessage>();
            await using var subscription = await pool.SubscribeAsync(RedisChannel.Literal("feed"), received => queue.Writer.TryWrite(received)).ConfigureAwait(false);
            RedisMessage message = await queue.Reader.ReadAsync(token).ConfigureAwait(false);
            return message.Value;
        }
        """,
        isAlsoUnsubscribed: true);

    [Fact]
    public Task LoopOverTheCallItself_GetsAChannel() => VerifyAsync(
        """
        public async Task First(ISubscriber sub, CancellationToken token)
        {
            Console.WriteLine("start");

            // The first one.
            await foreach (var m in (await {|RG2002:sub.SubscribeAsync(RedisChannel.Literal("feed"))|}).WithCancellation(token).ConfigureAwait(false))
            {
                Console.WriteLine((string?)m.Message);
                break;
            }
        }
        """,
        """
        public async Task First(ISubscriber sub, CancellationToken token)
        {
            Console.WriteLine("start");

            var messages = Channel.CreateUnbounded<RedisMessage>();
            await using var subscription = await pool.SubscribeAsync(RedisChannel.Literal("feed"), message => messages.Writer.TryWrite(message));
            // The first one.
            await foreach (var m in messages.Reader.ReadAllAsync(token).ConfigureAwait(false))
            {
                Console.WriteLine((string?)m.Value);
                break;
            }
        }
        """);

    [Theory]
    [InlineData("used as a whole", "var queue = await {|RG2002:sub.SubscribeAsync(RedisChannel.Literal(\"a\"))|}; Console.WriteLine(await queue.ReadAsync(token));")]
    [InlineData("the pattern", "var queue = await {|RG2002:sub.SubscribeAsync(RedisChannel.Literal(\"a\"))|}; Console.WriteLine((await queue.ReadAsync(token)).SubscriptionChannel);")]
    [InlineData("counted", "var queue = await {|RG2002:sub.SubscribeAsync(RedisChannel.Literal(\"a\"))|}; Console.WriteLine(queue.TryGetCount(out _));")]
    [InlineData("flags", "var queue = await {|RG2002:sub.SubscribeAsync(RedisChannel.Literal(\"a\"), CommandFlags.None)|}; await queue.ReadAsync(token);")]
    public Task WhatAChannelDoesNotHave_IsNotOffered(string why, string body)
    {
        Assert.NotEmpty(why);
        return FixVerifier<PoolQueueFixProvider>.VerifyNotOfferedAsync(
            InClass(
                $$"""
                public async Task Run(ISubscriber sub, CancellationToken token)
                {
                    {{body}}
                }
                """),
            Setup);
    }

    [Fact]
    public Task WithoutAPoolAtHand_IsNotOffered() => FixVerifier<PoolQueueFixProvider>.VerifyNotOfferedAsync(
        """
        using StackExchange.Redis;

        static class Feed
        {
            public static async Task Run(ISubscriber sub, CancellationToken token)
            {
                var queue = await {|RG2002:sub.SubscribeAsync(RedisChannel.Literal("a"))|};
                Console.WriteLine((await queue.ReadAsync(token)).Message);
            }
        }
        """,
        Setup);

    // To unsubscribe in a finally, where that can be offered, is recommended first, and what Fix All does.
    private static Task VerifyAsync(string before, string after, bool isAlsoUnsubscribed = false)
        => FixVerifier<PoolQueueFixProvider>.VerifyAsync(InClass(before), "using System.Threading.Channels;\n" + InClass(after), isAlsoUnsubscribed ? Setup with { AfterFixAll = InClass(before) } : Setup);

    private static string InClass(string member)
        => $$"""
        using RedisGuard.Pool;
        using StackExchange.Redis;

        class Feed(RedisPool pool)
        {
            public object Pool => pool;

            {{member.Replace("\n", "\n    ", StringComparison.Ordinal)}}
        }
        """.Replace("\n    \n", "\n\n", StringComparison.Ordinal);

    private static FixSetup Setup => new()
    {
        Sources = new() { Pool = true },
        Analyzers = AllAnalyzers.Create(),
    };
}
