using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using RedisGuard.Verification;

namespace RedisGuard.Analyzers.Tests.Subscriptions;

/// <summary>RG2003, Unsubscribe has no effect.</summary>
public class RG2003Tests
{
    [Theory]
    [InlineData("{|RG2003:_sub.Unsubscribe(Channel, (c, v) => Show(v))|};")]
    [InlineData("{|RG2003:_sub.Unsubscribe(Channel, static (c, v) => Console.WriteLine(v))|};")]
    [InlineData("{|RG2003:_sub.Unsubscribe(Channel, delegate { })|};")]
    [InlineData("{|RG2003:_sub.UnsubscribeAsync(Channel, (c, v) => Show(v))|}.Wait();")]
    [InlineData("_mux.GetSubscriber()?{|RG2003:.Unsubscribe(Channel, (c, v) => Show(v))|};")]
    [InlineData("{|RG2003:_sub.Unsubscribe(Channel, (Action<RedisChannel, RedisValue>)((c, v) => Show(v)))|};")]
    [InlineData("{|RG2003:_sub.Unsubscribe(Channel, new Action<RedisChannel, RedisValue>((c, v) => Show(v)))|};")]
    [InlineData("{|RG2003:_sub.Unsubscribe(Channel, new Handling().OnMessage)|};")]
    [InlineData("{|RG2003:_sub.Unsubscribe(Channel, _other.OnMessage)|};")]
    [InlineData("{|RG2003:_sub.Unsubscribe(Channel, OnAnother)|};")]
    [InlineData("{|RG2003:_sub.Unsubscribe(Channel, Anew)|};")]
    [InlineData("{|RG2003:_sub.Unsubscribe(Channel, Make(1))|};")]
    [InlineData("Action<RedisChannel, RedisValue> handler = (c, v) => Show(v); {|RG2003:_sub.Unsubscribe(Channel, handler)|};")]
    [InlineData("{|RG2003:_sub.Unsubscribe(RedisChannel.Literal(\"price\"), OnMessage)|};")]
    [InlineData("{|RG2003:_sub.Unsubscribe(RedisChannel.Literal(\"price\"))|};")]
    [InlineData("{|RG2003:_sub.Unsubscribe(RedisChannel.Pattern(Name), OnMessage)|};")]
    [InlineData("{|RG2003:_sub.Unsubscribe(new RedisChannel(Name, RedisChannel.PatternMode.Pattern), OnMessage)|};")]
    public Task WhatWasNeverSubscribed_IsReported(string statement) => VerifyAsync(statement);

    [Theory]
    [InlineData("_sub.Unsubscribe(Channel, OnMessage);")]
    [InlineData("_sub.Unsubscribe(Channel, this.OnMessage);")]
    [InlineData("_sub.Unsubscribe(RedisChannel.Literal(\"prices\"), OnMessage);")]
    [InlineData("_sub.Unsubscribe(RedisChannel.Literal(Name), OnMessage);")]
    [InlineData("_sub.Unsubscribe(new RedisChannel(\"prices\", RedisChannel.PatternMode.Literal), OnMessage);")]
    [InlineData("_sub.Unsubscribe(new RedisChannel(\"prices\", RedisChannel.PatternMode.Auto), OnMessage);")]
    [InlineData("var channel = RedisChannel.Literal(Name); _sub.Unsubscribe(channel, OnMessage);")]
    [InlineData("_sub.Unsubscribe(Channel, _kept);")]
    [InlineData("_sub.Unsubscribe(Channel, Same);")]
    [InlineData("_sub.Unsubscribe(Channel, Group);")]
    [InlineData("_sub.Unsubscribe(Channel, Given);")]
    [InlineData("var handler = _kept; _sub.Unsubscribe(Channel, handler);")]
    [InlineData("_sub.Unsubscribe(Find(), OnMessage);")]
    [InlineData("_sub.Unsubscribe(RedisChannel.Literal($\"pri{_last}\"), OnMessage);")]
    [InlineData("foreach (var handler in _handlers) { _sub.Unsubscribe(Channel, handler); }")]
    [InlineData("Action<RedisChannel, RedisValue> handler = (c, v) => Show(v); _sub.Subscribe(Channel, handler); _sub.Unsubscribe(Channel, handler);")]
    public Task WhatMayHaveBeenSubscribed_IsSilent(string statement) => VerifyAsync(statement);

    [Fact]
    public Task MethodOfTheBaseType_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        abstract class Feed<T>(ISubscriber sub)
        {
            protected static readonly RedisChannel Channel = RedisChannel.Literal("feed");
            protected ISubscriber Sub => sub;
            public void Start() => sub.Subscribe(Channel, Receive);
            public void Count() => sub.Subscribe(RedisChannel.Literal("count"), Increment);
            protected abstract void Receive(RedisChannel channel, RedisValue value);
            protected void Increment(RedisChannel channel, RedisValue value) => Total++;
            public int Total { get; private set; }
        }

        sealed class Numbers(ISubscriber sub) : Feed<int>(sub)
        {
            private string? _last;
            public string? Last => _last;
            protected override void Receive(RedisChannel channel, RedisValue value) => _last = value;

            public void Stop()
            {
                Sub.Unsubscribe(Channel, Receive);
                Sub.Unsubscribe(RedisChannel.Literal("count"), Increment);
            }
        }
        """);

    [Fact]
    public Task UnknownSubscriber_OnlyAFreshHandlerIsReported() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        static class Endings
        {
            public static void End(ISubscriber sub, Handling handling, Action<RedisChannel, RedisValue> handler)
            {
                sub.Unsubscribe(RedisChannel.Literal("a"), handling.OnMessage);
                sub.Unsubscribe(RedisChannel.Literal("a"), handler);
                {|RG2003:sub.Unsubscribe(RedisChannel.Literal("a"), (c, v) => { })|};
            }
        }

        class Handling { public void OnMessage(RedisChannel channel, RedisValue value) { } }
        """);

    [Fact]
    public Task InterpolatedChannelsThatEndDifferently_AreReported() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Expiry(ISubscriber sub, int db) : IDisposable
        {
            private int _count;
            public void Start() => sub.Subscribe(RedisChannel.Literal($"__keyevent@{db}__:expired"), OnMessage);
            private void OnMessage(RedisChannel channel, RedisValue value) => _count++;
            public void Dispose() => {|RG2003:sub.Unsubscribe(RedisChannel.Literal($"__keyevent@{db}__:evicted"), OnMessage)|};
        }
        """);

    [Fact]
    public Task SameInterpolatedChannel_IsSilent() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Expiry(ISubscriber sub, int db) : IDisposable
        {
            private int _count;
            public void Start() => sub.Subscribe(RedisChannel.Literal($"__keyevent@{db}__:expired"), OnMessage);
            private void OnMessage(RedisChannel channel, RedisValue value) => _count++;
            public void Dispose() => sub.Unsubscribe(RedisChannel.Literal($"__keyevent@{db}__:expired"), OnMessage);
        }
        """);

    [Theory]
    [InlineData("RedisChannel.Pattern(\"news.*\")", "RedisChannel.Pattern(\"news.*\")")]
    [InlineData("RedisChannel.Pattern(\"news.*\")", "new RedisChannel(\"news.*\", RedisChannel.PatternMode.Auto)")]
    [InlineData("\"news.*\"", "RedisChannel.Pattern(\"news.*\")")]
    [InlineData("\"news\"", "RedisChannel.Literal(\"news\")")]
    public Task SamePattern_IsSilent(string subscribed, string unsubscribed) => AllRules.VerifyAsync(Patterns(subscribed, unsubscribed));

    [Theory]
    [InlineData("RedisChannel.Pattern(\"news.*\")", "RedisChannel.Literal(\"news.*\")")]
    [InlineData("\"news.*\"", "RedisChannel.Literal(\"news.*\")")]
    [InlineData("RedisChannel.Literal(\"news.*\")", "new RedisChannel(\"news.*\", RedisChannel.PatternMode.Auto)")]
    public Task LiteralOfAPattern_IsReported(string subscribed, string unsubscribed)
        => AllRules.VerifyAsync(Patterns(subscribed, unsubscribed).Replace("sub.Unsubscribe(", "{|RG2003:sub.Unsubscribe(", StringComparison.Ordinal).Replace(", OnNews); // end", ", OnNews)|};", StringComparison.Ordinal));

    [Fact]
    public Task LambdasOnBothSides_AreOneReport() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Screen(ISubscriber sub) : IDisposable
        {
            private string? _last;
            public void Start() => sub.Subscribe(RedisChannel.Literal("prices"), (c, v) => _last = v);
            public void Dispose() => {|RG2003:sub.Unsubscribe(RedisChannel.Literal("prices"), (c, v) => _last = v)|};
        }
        """);

    [Fact]
    public Task Message() => AllRules.VerifyAsync(
        """
        using StackExchange.Redis;

        static class Endings
        {
            public static void End(ISubscriber sub) => {|#0:sub.Unsubscribe(RedisChannel.Literal("a"), (c, v) => { })|};
        }
        """,
        setup: null,
        new DiagnosticResult("RG2003", DiagnosticSeverity.Warning).WithLocation(0).WithMessage(
            "'ISubscriber.Unsubscribe' removes nothing: a lambda equals no handler that was subscribed; subscribe and unsubscribe the same handler, kept in a field or a method"));

    private static string Patterns(string subscribed, string unsubscribed) =>
        $$"""
        #pragma warning disable CS0618 // a channel out of a text
        using StackExchange.Redis;

        sealed class News(ISubscriber sub) : IDisposable
        {
            private string? _last;
            public string? Last => _last;
            public void Start() => sub.Subscribe({{subscribed}}, OnNews);
            public void Dispose() => sub.Unsubscribe({{unsubscribed}}, OnNews); // end
            private void OnNews(RedisChannel channel, RedisValue value) => _last = value;
        }
        """;

    private static Task VerifyAsync(string statement) => AllRules.VerifyAsync(
        $$"""
        using StackExchange.Redis;

        sealed class Screen : IDisposable
        {
            private const string Name = "prices";
            private static readonly RedisChannel Channel = RedisChannel.Literal("prices");
            private readonly IConnectionMultiplexer _mux;
            private readonly ISubscriber _sub;
            private readonly Handling _other = new();
            private readonly Action<RedisChannel, RedisValue> _kept;
            private readonly List<Action<RedisChannel, RedisValue>> _handlers = new();
            private string? _last;

            public Screen(IConnectionMultiplexer mux)
            {
                _mux = mux;
                _sub = mux.GetSubscriber();
                _kept = OnMessage;
                _sub.Subscribe(Channel, OnMessage);
            }

            private void OnMessage(RedisChannel channel, RedisValue value) => Show(value);
            private void OnAnother(RedisChannel channel, RedisValue value) => Show(value);
            private void Show(RedisValue value) => _last = value;
            private RedisChannel Find() => RedisChannel.Literal(_last!);
            private Action<RedisChannel, RedisValue> Anew => (c, v) => Show(v);
            private Action<RedisChannel, RedisValue> Make(int times) => (c, v) => Console.WriteLine(times);
            private static Action<RedisChannel, RedisValue> Same => (c, v) => Console.WriteLine(v);
            private Action<RedisChannel, RedisValue> Group => OnMessage;
            private Action<RedisChannel, RedisValue> Given { get; } = (c, v) => Console.WriteLine(v);
            public void Dispose() { {{statement}} }
        }

        class Handling { public void OnMessage(RedisChannel channel, RedisValue value) { } }
        """);
}
