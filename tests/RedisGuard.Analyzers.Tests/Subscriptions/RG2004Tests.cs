using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Subscriptions;

/// <summary>RG2004, Unsubscribe removes everybody's handlers.</summary>
public class RG2004Tests
{
    [Theory]
    [InlineData("{|RG2004:_sub.Unsubscribe(channel)|};")]
    [InlineData("{|RG2004:_sub.Unsubscribe(channel, null)|};")]
    [InlineData("{|RG2004:_sub.Unsubscribe(channel, flags: CommandFlags.FireAndForget)|};")]
    [InlineData("{|RG2004:_sub.UnsubscribeAsync(channel)|}.Wait();")]
    [InlineData("{|RG2004:_mux.GetSubscriber().Unsubscribe(channel)|};")]
    [InlineData("{|RG2004:_sub.UnsubscribeAll()|};")]
    [InlineData("{|RG2004:_sub.UnsubscribeAllAsync()|}.Wait();")]
    public Task Blanket_IsARemark(string statement) => VerifyAsync(statement);

    [Theory]
    [InlineData("_sub.Unsubscribe(channel, handler);")]
    [InlineData("_sub.Unsubscribe(RedisChannel.Literal(\"reply:\" + Guid.NewGuid()));")]
    [InlineData("using var mux = {|RG1001:ConnectionMultiplexer.Connect(\"localhost\")|}; mux.GetSubscriber().Unsubscribe(channel);")]
    [InlineData("using var mux = {|RG1001:ConnectionMultiplexer.Connect(\"localhost\")|}; mux.GetSubscriber().UnsubscribeAll();")]
    public Task OwnHandlersOnly_IsSilent(string statement) => VerifyAsync(statement);

    [Theory]
    [InlineData("_field")]
    [InlineData("_constructed")]
    [InlineData("Property")]
    [InlineData("RedisChannel.Literal(\"replies:\" + _id)")]
    public Task ChannelOfTheInstanceAlone_IsSilent(string channel) => AllRules.VerifyAsync(OwnNames($"_sub.Unsubscribe({channel})"));

    [Theory]
    [InlineData("_given")]
    [InlineData("s_shared")]
    public Task ChannelThatOthersMayKnow_IsARemark(string channel) => AllRules.VerifyAsync(OwnNames($"{{|RG2004:_sub.Unsubscribe({channel})|}}"));

    [Fact]
    public Task ShutdownOfTheOwner_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Hub : IDisposable
        {
            private readonly ConnectionMultiplexer _mux = ConnectionMultiplexer.Connect("localhost");
            public void Start() => _mux.GetSubscriber().Subscribe(RedisChannel.Literal("a"), (c, v) => Console.WriteLine(_mux));

            public void Dispose()
            {
                _mux.GetSubscriber().UnsubscribeAll();
                _mux.Dispose();
            }
        }
        """);

    [Fact]
    public Task ShutdownOfTheProcess_IsSilent() => AllRules.VerifyAsync(
        """
        using Microsoft.Extensions.Hosting;
        using StackExchange.Redis;

        class Listener(IConnectionMultiplexer mux) : IHostedService
        {
            public Task StartAsync(CancellationToken token) => mux.GetSubscriber().SubscribeAsync(RedisChannel.Literal("a"), (c, v) => Console.WriteLine(mux));
            public Task StopAsync(CancellationToken token) => mux.GetSubscriber().UnsubscribeAsync(RedisChannel.Literal("a"));
        }
        """);

    [Fact]
    public Task WrapperThatSaysSo_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Bus(ISubscriber sub)
        {
            public Task UnsubscribeAllAsync(CommandFlags flags) => sub.UnsubscribeAllAsync(flags);
        }
        """);

    [Fact]
    public Task Message() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        class Bus(ISubscriber sub)
        {
            public void End() => {|#0:sub.Unsubscribe(RedisChannel.Literal("a"))|};
        }
        """,
        setup: null,
        new DiagnosticResult("RG2004", DiagnosticSeverity.Info).WithLocation(0).WithMessage(
            "'ISubscriber.Unsubscribe' removes every handler of the channel from the connection, also those of other code; pass the handler, or unsubscribe the queue"));

    private static string OwnNames(string statement) =>
        $$"""
        using StackExchange.Redis;

        class Replies
        {
            private static readonly RedisChannel s_shared = RedisChannel.Literal("replies:" + Guid.NewGuid());
            private readonly ISubscriber _sub;
            private readonly Guid _id = Guid.NewGuid();
            private readonly RedisChannel _field = RedisChannel.Literal("replies:" + Guid.NewGuid().ToString("N"));
            private readonly RedisChannel _constructed;
            private RedisChannel _given = RedisChannel.Literal("replies:" + Guid.NewGuid());

            public Replies(ISubscriber sub)
            {
                _sub = sub;
                _constructed = RedisChannel.Literal($"replies:{_id}");
            }

            private RedisChannel Property => RedisChannel.Literal($"replies:{_id:N}");

            public void Listen(string name) => _given = RedisChannel.Literal(name);
            public void End() => {{statement}};
            public override string ToString() => $"{_field}{_constructed}{Property}{_given}{s_shared}";
        }
        """;

    private static Task VerifyAsync(string statement) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        class Bus(IConnectionMultiplexer mux)
        {
            private readonly IConnectionMultiplexer _mux = mux;
            private readonly ISubscriber _sub = mux.GetSubscriber();

            public void End(RedisChannel channel, Action<RedisChannel, RedisValue> handler)
            {
                {{statement}}
                Console.WriteLine(_mux);
            }
        }
        """);
}
