using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Subscriptions;

/// <summary>RG2002: what comes after the queue stands in a try, its Unsubscribe in the finally.</summary>
public class UnsubscribeQueueFixTests
{
    [Fact]
    public Task Loop_IsGuarded() => RealRules<UnsubscribeQueueFixProvider>.VerifyAsync(
        Snippet.InClass("""
            public async Task Print(ISubscriber sub, CancellationToken token)
            {
                Console.WriteLine("start");
                var queue = await {|RG2002:sub.SubscribeAsync(RedisChannel.Literal("feed"))|};

                // Until somebody cancels.
                await foreach (var message in queue.WithCancellation(token))
                {
                    Console.WriteLine(message);
                }
            }
            """),
        Snippet.InClass("""
            public async Task Print(ISubscriber sub, CancellationToken token)
            {
                Console.WriteLine("start");
                var queue = await sub.SubscribeAsync(RedisChannel.Literal("feed"));
                try
                {
                    // Until somebody cancels.
                    await foreach (var message in queue.WithCancellation(token))
                    {
                        Console.WriteLine(message);
                    }
                }
                finally
                {
                    await queue.UnsubscribeAsync();
                }
            }
            """));

    [Theory]
    [InlineData("await {|RG2002:sub.SubscribeAsync(RedisChannel.Literal(\"feed\"))|}", "await sub.SubscribeAsync(RedisChannel.Literal(\"feed\"))", "messages", "")]
    [InlineData("{|RG2002:sub.Subscribe(RedisChannel.Literal(\"feed\"))|}", "sub.Subscribe(RedisChannel.Literal(\"feed\"))", "messages", "")]
    [InlineData(
        "(await {|RG2002:sub.SubscribeAsync(RedisChannel.Literal(\"feed\"))|}.ConfigureAwait(false)).WithCancellation(token)",
        "await sub.SubscribeAsync(RedisChannel.Literal(\"feed\")).ConfigureAwait(false)",
        "messages.WithCancellation(token)",
        ".ConfigureAwait(false)")]
    public Task LoopOverTheCall_GetsTheQueueANameAndItsEnd(string subscribed, string queue, string read, string configured) => RealRules<UnsubscribeQueueFixProvider>.VerifyAsync(
        Snippet.InClass($$"""
            public async Task Print(ISubscriber sub, CancellationToken token)
            {
                Console.WriteLine("start");

                // Until somebody cancels.
                await foreach (var message in {{subscribed}}) // all of them
                {
                    Console.WriteLine(message);
                    if (message.Message == "end")
                        break;
                }

                Console.WriteLine("end");
            }
            """),
        Snippet.InClass($$"""
            public async Task Print(ISubscriber sub, CancellationToken token)
            {
                Console.WriteLine("start");

                var messages = {{queue}};
                try
                {
                    // Until somebody cancels.
                    await foreach (var message in {{read}}) // all of them
                    {
                        Console.WriteLine(message);
                        if (message.Message == "end")
                            break;
                    }
                }
                finally
                {
                    await messages.UnsubscribeAsync(){{configured}};
                }

                Console.WriteLine("end");
            }
            """));

    [Fact]
    public Task UnsubscribeAtTheEnd_MovesToTheFinally() => RealRules<UnsubscribeQueueFixProvider>.VerifyAsync(
        Snippet.InClass("""
            public async Task<string?> Next(ISubscriber sub, CancellationToken token)
            {
                var queue = await {|RG2002:sub.SubscribeAsync(RedisChannel.Literal("feed"))|}.ConfigureAwait(false);
                var message = await queue.ReadAsync(token).ConfigureAwait(false);
                Console.WriteLine(message);
                await queue.UnsubscribeAsync().ConfigureAwait(false);
                return message.Message;
            }
            """),
        Snippet.InClass("""
            public async Task<string?> Next(ISubscriber sub, CancellationToken token)
            {
                var queue = await sub.SubscribeAsync(RedisChannel.Literal("feed")).ConfigureAwait(false);
                try
                {
                    var message = await queue.ReadAsync(token).ConfigureAwait(false);
                    Console.WriteLine(message);
                    return message.Message;
                }
                finally
                {
                    await queue.UnsubscribeAsync().ConfigureAwait(false);
                }
            }
            """));

    [Fact]
    public Task SynchronousCode_UnsubscribesSynchronously() => RealRules<UnsubscribeQueueFixProvider>.VerifyAsync(
        Snippet.InClass("""
            public string? Next(ISubscriber sub)
            {
                var queue = {|RG2002:sub.Subscribe(RedisChannel.Literal("feed"))|};
                return queue.TryRead(out var message) ? (string?)message.Message : null;
            }
            """),
        Snippet.InClass("""
            public string? Next(ISubscriber sub)
            {
                var queue = sub.Subscribe(RedisChannel.Literal("feed"));
                try
                {
                    return queue.TryRead(out var message) ? (string?)message.Message : null;
                }
                finally
                {
                    queue.Unsubscribe();
                }
            }
            """));

    [Fact]
    public Task InnerBlock_IsGuardedWhereItStands() => RealRules<UnsubscribeQueueFixProvider>.VerifyAsync(
        Snippet.InClass("""
            public async Task Print(ISubscriber sub, string[] names, CancellationToken token)
            {
                foreach (var name in names)
                {
                    var queue = await {|RG2002:sub.SubscribeAsync(RedisChannel.Literal(name))|};
                    Console.WriteLine(await queue.ReadAsync(token));
                }
            }
            """),
        Snippet.InClass("""
            public async Task Print(ISubscriber sub, string[] names, CancellationToken token)
            {
                foreach (var name in names)
                {
                    var queue = await sub.SubscribeAsync(RedisChannel.Literal(name));
                    try
                    {
                        Console.WriteLine(await queue.ReadAsync(token));
                    }
                    finally
                    {
                        await queue.UnsubscribeAsync();
                    }
                }
            }
            """));

    [Fact]
    public Task UnsubscribeOnSomePaths_IsNotOffered() => RealRules<UnsubscribeQueueFixProvider>.VerifyNotOfferedAsync(
        Snippet.InClass("""
            public async Task Print(ISubscriber sub, bool flag)
            {
                var queue = await {|RG2002:sub.SubscribeAsync(RedisChannel.Literal("feed"))|};
                if (flag)
                {
                    await queue.UnsubscribeAsync();
                }
            }
            """));
}
