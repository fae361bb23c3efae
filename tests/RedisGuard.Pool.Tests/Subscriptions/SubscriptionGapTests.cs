using System.Collections.Concurrent;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Subscriptions;

/// <summary>News that a subscription is told when its connection was interrupted.</summary>
public sealed class SubscriptionGapTests(RedisFixture redis)
{
    private readonly FakeLoggers _logs = new();
    private readonly RedisChannel _channel = RedisChannel.Literal($"c-{Guid.NewGuid():N}");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task InterruptedSubscription_IsToldOfTheGap_BeforeTheNextMessage(bool dedicated)
    {
        var options = Pools.Options(options => options.Configuration = redis.Configuration);
        await using var pool = new RedisPool(options, _logs);
        var told = new ConcurrentQueue<string>();
        await using var subscription = await pool.SubscribeAsync(
            _channel,
            message => told.Enqueue(message.Value.ToString()),
            new RedisSubscriptionOptions
            {
                Dedicated = dedicated,
                OnGap = gap =>
                {
                    told.Enqueue($"{gap.Cause} {gap.Channel == _channel}");
                    return Task.CompletedTask;
                },
            },
            Cancel);
        await pool.GetDatabase().PublishAsync(_channel, "before");
        await Eventually.TrueAsync(() => told.Count == 1);

        await redis.KillAsync(options.ApplicationName!);
        await Eventually.TrueAsync(() => told.Count > 1);
        await redis.Admin.Multiplexer.GetSubscriber().PublishAsync(_channel, "after");
        await Eventually.TrueAsync(() => told.Contains("after"));

        // Both sockets were killed, and only one carries it.
        var all = told.ToArray();
        Assert.Equal(["before", "Reconnected True", "after"], all);
        Assert.Equal(1, subscription.Gaps);
        Assert.Equal(0, subscription.Dropped);
        Assert.Equal(1, Assert.Single(pool.GetSnapshot().Subscriptions).Gaps);
    }

    [Fact]
    public async Task GapHandlerThatFails_IsLogged_AndTheNextMessageDelivered()
    {
        var options = Pools.Options(options => options.Configuration = redis.Configuration);
        await using var pool = new RedisPool(options, _logs);
        var received = new TaskCompletionSource();
        await using var subscription = await pool.SubscribeAsync(
            _channel,
            _ => received.TrySetResult(),
            new RedisSubscriptionOptions { OnGap = static _ => throw new InvalidOperationException("gap") },
            Cancel);

        await redis.KillAsync(options.ApplicationName!);
        await Eventually.TrueAsync(() => _logs.Of(1401).Any());
        await redis.Admin.Multiplexer.GetSubscriber().PublishAsync(_channel, "after");

        await received.Task.WaitAsync(Eventually.Deadline, Cancel);
    }

    [Fact]
    public async Task GapHandlerThatFails_TakesNoWaitingMessageWithIt()
    {
        await using var pool = new RedisPool(Pools.Real(redis), _logs);
        var told = new ConcurrentQueue<string>();
        var go = new TaskCompletionSource();
        await using var subscription = await pool.SubscribeAsync(
            _channel,
            async message =>
            {
                told.Enqueue(message.Value.ToString());
                await go.Task;
            },
            new RedisSubscriptionOptions { OnGap = static _ => throw new InvalidOperationException("gap") },
            Cancel);
        var inner = pool.Subscriptions.All.Single();
        await pool.GetDatabase().PublishAsync(_channel, "before");
        await Eventually.TrueAsync(() => told.Count == 1);

        await pool.GetDatabase().PublishAsync(_channel, "after");
        await Eventually.TrueAsync(() => inner.Pending == 1);
        inner.TellGap(RedisGapCause.Reconnected);
        go.SetResult();

        await Eventually.TrueAsync(() => told.Count == 2);
        Assert.Equal(["before", "after"], told);
        Assert.Single(_logs.Of(1401));
    }
}
