using RedisGuard.Verification;

namespace RedisGuard.CodeFixes.Tests.Subscriptions;

/// <summary>RG2001: the pool's subscription is kept, and disposed with its subscriber.</summary>
public class PoolSubscriptionFixTests
{
    [Fact]
    public Task AwaitedMethod_IsKeptAndDisposed() => VerifyAsync(
        """
        using RedisGuard.Pool;
        using StackExchange.Redis;

        sealed class Screen : IAsyncDisposable
        {
            private readonly RedisPool _pool;
            private string? _last;

            public Screen(RedisPool pool) => _pool = pool;

            public async Task StartAsync(ISubscriber sub)
            {
                await {|RG2001:sub.SubscribeAsync(RedisChannel.Literal("prices"), OnPrice)|};
            }

            public async ValueTask DisposeAsync()
            {
                await Task.Yield();
                Console.WriteLine(_last);
            }

            private void OnPrice(RedisChannel channel, RedisValue value) => _last = value;
        }
        """,
        """
        using RedisGuard.Pool;
        using StackExchange.Redis;

        sealed class Screen : IAsyncDisposable
        {
            private readonly RedisPool _pool;
            private string? _last;
            private RedisSubscription? _subscription;

            public Screen(RedisPool pool) => _pool = pool;

            public async Task StartAsync(ISubscriber sub)
            {
                _subscription = await _pool.SubscribeAsync(RedisChannel.Literal("prices"), message => OnPrice(message.Channel, message.Value));
            }

            public async ValueTask DisposeAsync()
            {
                await Task.Yield();
                Console.WriteLine(_last);
                if (_subscription != null)
                {
                    await _subscription.DisposeAsync().ConfigureAwait(false);
                }
            }

            private void OnPrice(RedisChannel channel, RedisValue value) => _last = value;
        }
        """);

    [Fact]
    public Task Lambda_ReadsFromTheMessage_AndAReturnedTaskIsAwaited() => VerifyAsync(
        """
        using RedisGuard.Pool;
        using StackExchange.Redis;

        sealed class Screen(RedisPool pool) : IDisposable
        {
            private string? _last;

            public Task StartAsync() => {|RG2001:pool.GetConnection().GetSubscriber().SubscribeAsync(RedisChannel.Literal("prices"), (c, v) =>
            {
                _last = $"{c} {v}";
            })|};

            public void Dispose() => Console.WriteLine(_last);
        }
        """,
        """
        using RedisGuard.Pool;
        using StackExchange.Redis;

        sealed class Screen(RedisPool pool) : IDisposable
        {
            private string? _last;
            private RedisSubscription? _subscription;

            public async Task StartAsync() => _subscription = await pool.SubscribeAsync(RedisChannel.Literal("prices"), message =>
            {
                _last = $"{message.Channel} {message.Value}";
            });

            public void Dispose()
            {
                Console.WriteLine(_last);
                _ = _subscription?.DisposeAsync().AsTask();
            }
        }
        """);

    [Fact]
    public Task AsyncVoidMethod_ReturnsItsTask() => VerifyAsync(
        """
        using RedisGuard.Pool;
        using StackExchange.Redis;

        class Screen(RedisPool pool, IDatabase db)
        {
            public static void Add(Microsoft.Extensions.DependencyInjection.IServiceCollection services)
                => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddScoped<Screen>(services);

            public async Task StartAsync()
                => await {|RG2005:{|RG2001:pool.GetConnection().GetSubscriber().SubscribeAsync(RedisChannel.Literal("prices"), SaveAsync)|}|}.ConfigureAwait(false);

            private async void SaveAsync(RedisChannel channel, RedisValue value) => await db.StringSetAsync(channel.ToString(), value);
        }
        """,
        """
        using RedisGuard.Pool;
        using StackExchange.Redis;

        class Screen(RedisPool pool, IDatabase db) : IDisposable
        {
            private RedisSubscription? _subscription;

            public static void Add(Microsoft.Extensions.DependencyInjection.IServiceCollection services)
                => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddScoped<Screen>(services);

            public async Task StartAsync()
                => _subscription = await pool.SubscribeAsync(RedisChannel.Literal("prices"), message => SaveAsync(message.Channel, message.Value)).ConfigureAwait(false);

            private async Task SaveAsync(RedisChannel channel, RedisValue value) => await db.StringSetAsync(channel.ToString(), value);

            public void Dispose()
            {
                _ = _subscription?.DisposeAsync().AsTask();
            }
        }
        """);

    [Theory]
    [InlineData("no pool", "ISubscriber pool", "public async Task StartAsync() => await {|RG2001:sub.SubscribeAsync(RedisChannel.Literal(\"a\"), OnPrice)|};")]
    [InlineData("can't await", "RedisPool pool", "public void Start() => {|RG2001:sub.Subscribe(RedisChannel.Literal(\"a\"), OnPrice)|};")]
    [InlineData("flags", "RedisPool pool", "public async Task StartAsync() => await {|RG2001:sub.SubscribeAsync(RedisChannel.Literal(\"a\"), OnPrice, CommandFlags.FireAndForget)|};")]
    [InlineData("which pool?", "RedisPool pool, RedisPool other", "public object Other => other; public async Task StartAsync() => await {|RG2001:sub.SubscribeAsync(RedisChannel.Literal(\"a\"), OnPrice)|};")]
    public Task WhereThePoolCantBeAskedTheSame_IsNotOffered(string why, string pool, string start)
    {
        Assert.NotEmpty(why);
        return FixVerifier<PoolSubscriptionFixProvider>.VerifyNotOfferedAsync(
            $$"""
            using RedisGuard.Pool;
            using StackExchange.Redis;

            sealed class Screen(ISubscriber sub, {{pool}}) : IDisposable
            {
                private string? _last;
                public object Pool => pool;
                {{start}}
                public void Dispose() => Console.WriteLine(_last);
                private void OnPrice(RedisChannel channel, RedisValue value) => _last = value;
            }
            """,
            Setup);
    }

    // Unsubscribing in its disposal is recommended first, and what Fix All does.
    private static Task VerifyAsync(string before, string after)
        => FixVerifier<PoolSubscriptionFixProvider>.VerifyAsync(before, after, Setup with { AfterFixAll = before });

    private static FixSetup Setup => new()
    {
        Sources = new() { Pool = true },
        Analyzers = AllAnalyzers.Create(),
        Behaviors = Microsoft.CodeAnalysis.Testing.CodeFixTestBehaviors.SkipLocalDiagnosticCheck,
    };
}
