using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Subscriptions;

/// <summary>RG2001: the handler ends with its subscriber.</summary>
public class UnsubscribeInDisposeFixTests
{
    [Fact]
    public Task Method_IsUnsubscribed() => RealRules<UnsubscribeInDisposeFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Screen : IDisposable
        {
            private static readonly RedisChannel Prices = RedisChannel.Literal("prices");
            private readonly ISubscriber _sub;
            private string? _last;

            public Screen(ISubscriber sub)
            {
                _sub = sub;
                {|RG2001:sub.Subscribe(Prices, OnPrice)|};
            }

            public void Dispose()
            {
                Console.WriteLine(_last);
            }

            private void OnPrice(RedisChannel channel, RedisValue value) => _last = value;
        }
        """,
        """
        using StackExchange.Redis;

        sealed class Screen : IDisposable
        {
            private static readonly RedisChannel Prices = RedisChannel.Literal("prices");
            private readonly ISubscriber _sub;
            private string? _last;

            public Screen(ISubscriber sub)
            {
                _sub = sub;
                sub.Subscribe(Prices, OnPrice);
            }

            public void Dispose()
            {
                Console.WriteLine(_last);
                _sub.Unsubscribe(Prices, OnPrice);
            }

            private void OnPrice(RedisChannel channel, RedisValue value) => _last = value;
        }
        """);

    [Fact]
    public Task Lambda_BecomesAMethod() => RealRules<UnsubscribeInDisposeFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        sealed class Screen(IConnectionMultiplexer redis) : IAsyncDisposable
        {
            private string? _last;

            public void Start() => {|RG2001:redis.GetSubscriber().Subscribe(RedisChannel.Literal("prices"), (channel, value) => _last = value)|};

            public async ValueTask DisposeAsync()
            {
                await Task.Yield();
                Console.WriteLine(_last);
            }
        }
        """,
        """
        using StackExchange.Redis;

        sealed class Screen(IConnectionMultiplexer redis) : IAsyncDisposable
        {
            private string? _last;

            public void Start() => redis.GetSubscriber().Subscribe(RedisChannel.Literal("prices"), OnMessage);

            public async ValueTask DisposeAsync()
            {
                await Task.Yield();
                Console.WriteLine(_last);
                await redis.GetSubscriber().UnsubscribeAsync(RedisChannel.Literal("prices"), OnMessage).ConfigureAwait(false);
            }

            private void OnMessage(RedisChannel channel, RedisValue value) => _last = value;
        }
        """);

    [Fact]
    public Task SubscriberThatTheConstructorForgets_IsKept() => RealRules<UnsubscribeInDisposeFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        public sealed class Feed : IDisposable
        {
            private int _count;

            public Feed(IConnectionMultiplexer redis)
            {
                // Counts all of them.
                {|RG2001:redis.GetSubscriber().Subscribe(RedisChannel.Literal("news"), (_, _) => _count++)|};
            }

            public void Dispose()
            {
            }
        }
        """,
        """
        using StackExchange.Redis;

        public sealed class Feed : IDisposable
        {
            private int _count;
            private readonly ISubscriber _subscriber;

            public Feed(IConnectionMultiplexer redis)
            {
                // Counts all of them.
                _subscriber = redis.GetSubscriber();
                _subscriber.Subscribe(RedisChannel.Literal("news"), OnMessage);
            }

            public void Dispose()
            {
                _subscriber.Unsubscribe(RedisChannel.Literal("news"), OnMessage);
            }

            private void OnMessage(RedisChannel channel, RedisValue value) => _count++;
        }
        """,
        new() { Libraries = [Library.Newest] });

    [Fact]
    public Task ConstructorOfOneExpression_GetsABlock() => RealRules<UnsubscribeInDisposeFixProvider>.VerifyAsync(
        """
        using StackExchange.Redis;

        public sealed class PriceView : IDisposable
        {
            public PriceView(ISubscriber subscriber) =>
                {|RG2001:subscriber.Subscribe(RedisChannel.Literal("prices"), (channel, price) => Price = price)|};

            public string? Price { get; private set; }

            public void Dispose() => Price = null;
        }
        """,
        """
        using StackExchange.Redis;

        public sealed class PriceView : IDisposable
        {
            private readonly ISubscriber _subscriber;

            public PriceView(ISubscriber subscriber)
            {
                _subscriber = subscriber;
                _subscriber.Subscribe(RedisChannel.Literal("prices"), OnMessage);
            }

            public string? Price { get; private set; }

            public void Dispose()
            {
                Price = null;
                _subscriber.Unsubscribe(RedisChannel.Literal("prices"), OnMessage);
            }

            private void OnMessage(RedisChannel channel, RedisValue price) => Price = price;
        }
        """,
        new() { Libraries = [Library.Newest] });

    [Fact]
    public Task ScopedType_BecomesDisposable() => RealRules<UnsubscribeInDisposeFixProvider>.VerifyAsync(
        """
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        class Screen
        {
            private readonly ISubscriber _sub;
            private string? _last;

            public Screen(IConnectionMultiplexer redis)
            {
                _sub = redis.GetSubscriber();
                {|RG2001:_sub.Subscribe(RedisChannel.Literal("prices"), (channel, value) =>
                {
                    _last = value;
                })|};
            }

            public string? Last => _last;
        }

        static class Registration
        {
            public static void Add(IServiceCollection services) => services.AddScoped<Screen>();
        }
        """,
        """
        using Microsoft.Extensions.DependencyInjection;
        using StackExchange.Redis;

        class Screen : IDisposable
        {
            private readonly ISubscriber _sub;
            private string? _last;

            public Screen(IConnectionMultiplexer redis)
            {
                _sub = redis.GetSubscriber();
                _sub.Subscribe(RedisChannel.Literal("prices"), OnMessage);
            }

            public string? Last => _last;

            public void Dispose()
            {
                _sub.Unsubscribe(RedisChannel.Literal("prices"), OnMessage);
            }

            private void OnMessage(RedisChannel channel, RedisValue value)
            {
                _last = value;
            }
        }

        static class Registration
        {
            public static void Add(IServiceCollection services) => services.AddScoped<Screen>();
        }
        """);

    [Theory]
    [InlineData("public void Start(ISubscriber sub) => {|RG2001:sub.Subscribe(RedisChannel.Literal(\"a\"), OnPrice)|};")]
    [InlineData("public void Start(string name) => {|RG2001:_sub.Subscribe(RedisChannel.Literal(name), OnPrice)|};")]
    [InlineData("public void Start(string name) => {|RG2001:_sub.Subscribe(RedisChannel.Literal(\"a\"), (c, v) => _last = name)|};")]
    [InlineData("public void Start() { {|RG2001:_sub.Subscribe(RedisChannel.Literal(\"a\"))|}.OnMessage(m => _last = m.Message); }")]
    public Task WhatDisposeCannotName_IsNotOffered(string member) => RealRules<UnsubscribeInDisposeFixProvider>.VerifyNotOfferedAsync(
        $$"""
        using StackExchange.Redis;

        sealed class Screen : IDisposable
        {
            private readonly ISubscriber _sub;
            private string? _last;
            public Screen(ISubscriber sub) => _sub = sub;
            {{member}}
            private void OnPrice(RedisChannel channel, RedisValue value) => _last = value;
            public void Dispose() { Console.WriteLine(_last + _sub); OnPrice(default, default); }
        }
        """);
}
