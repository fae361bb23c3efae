using System.Runtime.CompilerServices;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Subscriptions;

/// <summary>Subscriptions that nobody holds any more, and such as somebody does.</summary>
public sealed class SubscriptionLeakTests(RedisFixture redis)
{
    private const int SubscriptionLeaked = 1002;

    private readonly FakeLoggers _logs = new();
    private readonly RedisChannel _channel = RedisChannel.Literal($"c-{Guid.NewGuid():N}");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DroppedSubscription_IsUnsubscribedOnTheServer_WithOneWarning()
    {
        await using var pool = Pool();
        await DropAsync(pool, 3, async () => Assert.Equal(1, await SubscribersAsync()));

        await Eventually.CollectedAsync(() => pool.GetSnapshot().Subscriptions.Count == 0);
        await Eventually.TrueAsync(async () => await SubscribersAsync() == 0);
        await Eventually.TrueAsync(() => pool.GetSnapshot().Leaks is [{ Count: 3 }] && _logs.Of(SubscriptionLeaked).Any());

        Assert.Contains($"({nameof(DropAsync)})", Assert.Single(_logs.Of(SubscriptionLeaked)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DroppedDedicated_HasItsConnectionClosed_AndItsPermitFreed()
    {
        var options = Options();
        options.MaxConnections = 1;
        await using var pool = new RedisPool(options, _logs);
        await DropAsync(pool, 1, async () => Assert.Single(await redis.ClientNamesAsync(options.ApplicationName!)), new RedisSubscriptionOptions { Dedicated = true });

        await Eventually.CollectedAsync(() => pool.GetSnapshot().Connections.Count == 0);
        await Eventually.TrueAsync(async () => (await redis.ClientNamesAsync(options.ApplicationName!)).Count == 0);
        await Eventually.TrueAsync(() => _logs.Of(SubscriptionLeaked).Count() == 1);
        await using var lease = await pool.RentAsync(Cancel);
    }

    [Fact]
    public async Task DroppedWithDetectionOff_IsUnsubscribedSilently_ByTheNextMessage()
    {
        var options = Options();
        options.LeakDetection = RedisLeakDetection.Off;
        await using var pool = new RedisPool(options, _logs);
        await DropAsync(pool, 1, async () => Assert.Equal(1, await SubscribersAsync()));

        await Eventually.TrueAsync(async () =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await pool.GetDatabase().PublishAsync(_channel, "is anybody there?");
            return await SubscribersAsync() == 0;
        });

        Assert.Empty(pool.GetSnapshot().Leaks);
        Assert.Empty(_logs.Records);
    }

    [Fact]
    public async Task SubscriberThatHoldsItsSubscription_IsCollectedToo()
    {
        await using var pool = Pool();
        var subscriber = await SubscriberAsync(pool, _channel);

        await Eventually.CollectedAsync(() => !subscriber.IsAlive);
        await Eventually.CollectedAsync(() => pool.GetSnapshot().Leaks.Count == 1);
        await Eventually.TrueAsync(async () => await SubscribersAsync() == 0);
    }

    [Fact]
    public async Task HeldSubscription_StaysThroughCollections()
    {
        await using var pool = Pool();
        var received = new TaskCompletionSource();
        await using var subscription = await pool.SubscribeAsync(_channel, _ => received.TrySetResult(), cancellationToken: Cancel);
        for (var i = 0; i < 5; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        await pool.GetDatabase().PublishAsync(_channel, "still there");

        await received.Task.WaitAsync(Eventually.Deadline, Cancel);
        Assert.Empty(_logs.Records);
    }

    private async Task<int> SubscribersAsync() =>
        (int)((RedisResult[])(await redis.Admin.ExecuteAsync("PUBSUB", "NUMSUB", _channel.ToString()))!)[1];

    private RedisPoolOptions Options() => Pools.Real(redis);

    private RedisPool Pool() => new(Options(), _logs);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task DropAsync(RedisPool pool, int count, Func<Task> look, RedisSubscriptionOptions? options = null)
    {
        var subscriptions = new List<RedisSubscription>();
        for (var i = 0; i < count; i++)
        {
            subscriptions.Add(await pool.SubscribeAsync(_channel, static _ => { }, options, Cancel));
        }

        await look();

        // Until here: any other test may call the collector.
        GC.KeepAlive(subscriptions);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> SubscriberAsync(RedisPool pool, RedisChannel channel)
    {
        var subscriber = new Subscriber();
        await subscriber.StartAsync(pool, channel);
        return new WeakReference(subscriber);
    }

    /// <summary>What nearly every subscriber looks like: the handler leads to it, and it holds the subscription.</summary>
    private sealed class Subscriber
    {
        private RedisSubscription? _subscription;
        private int _seen;

        public async Task StartAsync(RedisPool pool, RedisChannel channel)
        {
            _subscription = await pool.SubscribeAsync(channel, _ => Interlocked.Increment(ref _seen), cancellationToken: Cancel);
            Assert.NotNull(_subscription);
        }
    }
}
