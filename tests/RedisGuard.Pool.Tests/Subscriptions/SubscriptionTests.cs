using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Subscriptions;

public sealed class SubscriptionTests(RedisFixture redis)
{
    private const int HandlerFailed = 1401;
    private const int MessagesDropped = 1402;
    private const int Overflowed = 1403;

    private readonly FakeLoggers _logs = new();
    private readonly RedisChannel _channel = RedisChannel.Literal($"c-{Guid.NewGuid():N}");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_AreAwaitedInOrder()
    {
        await using var pool = Pool();
        var received = new ConcurrentQueue<int>();
        var running = 0;
        await using var subscription = await pool.SubscribeAsync(
            _channel,
            async message =>
            {
                Assert.Equal(1, Interlocked.Increment(ref running));
                await Task.Yield();
                received.Enqueue((int)message.Value);
                Interlocked.Decrement(ref running);
            },
            cancellationToken: Cancel);

        for (var i = 0; i < 500; i++)
        {
            await pool.GetDatabase().PublishAsync(_channel, i);
        }

        await Eventually.TrueAsync(() => received.Count == 500);
        Assert.Equal(Enumerable.Range(0, 500), received);
        Assert.Empty(_logs.Of(HandlerFailed));
        Assert.Matches("^sub-[0-9]{6}$", subscription.Id);
    }

    [Fact]
    public async Task RemovingOneOfSeveral_LeavesTheOthers()
    {
        await using var pool = Pool();
        var counts = new int[3];
        var subscriptions = new List<RedisSubscription>();
        for (var i = 0; i < counts.Length; i++)
        {
            var index = i;
            subscriptions.Add(await pool.SubscribeAsync(_channel, _ => Interlocked.Increment(ref counts[index]), cancellationToken: Cancel));
        }

        await pool.GetDatabase().PublishAsync(_channel, "all");
        await Eventually.TrueAsync(() => counts.All(static count => count == 1));
        await subscriptions[1].DisposeAsync();
        await pool.GetDatabase().PublishAsync(_channel, "two");
        await Eventually.TrueAsync(() => counts[0] == 2 && counts[2] == 2);

        Assert.Equal(1, counts[1]);
        Assert.Equal(1, await SubscribersAsync());
        Assert.Equal(3, subscriptions.Select(static subscription => subscription.Id).Distinct().Count());
        await subscriptions[0].DisposeAsync();
        await subscriptions[2].DisposeAsync();
        await subscriptions[2].DisposeAsync();
        await Eventually.TrueAsync(async () => await SubscribersAsync() == 0);
        Assert.Empty(pool.GetSnapshot().Subscriptions);
    }

    [Fact]
    public async Task Pattern_TellsTheChannelThatMatched()
    {
        await using var pool = Pool();
        var received = new TaskCompletionSource<RedisMessage>();
        await using var subscription = await pool.SubscribeAsync(
            RedisChannel.Pattern($"{_channel}.*"), message => received.TrySetResult(message), cancellationToken: Cancel);

        await pool.GetDatabase().PublishAsync(RedisChannel.Literal($"{_channel}.orders"), "new");

        var message = await received.Task.WaitAsync(Eventually.Deadline, Cancel);
        Assert.Equal($"{_channel}.orders", message.Channel.ToString());
        Assert.Equal("new", message.Value);
    }

    [Fact]
    public async Task ShardedChannel_WorksWhereTheLibraryHasThem()
    {
        var sharded = typeof(RedisChannel).GetMethod("Sharded", [typeof(string)]);
        Assert.SkipWhen(sharded is null, "This StackExchange.Redis has no sharded channels.");
        var channel = (RedisChannel)sharded.Invoke(null, [_channel.ToString()])!;
        await using var pool = Pool();
        var received = new TaskCompletionSource<RedisValue>();
        await using var subscription = await pool.SubscribeAsync(channel, message => received.TrySetResult(message.Value), cancellationToken: Cancel);

        await pool.GetDatabase().ExecuteAsync("SPUBLISH", _channel.ToString(), "sharded");

        Assert.Equal("sharded", await received.Task.WaitAsync(Eventually.Deadline, Cancel));
    }

    [Fact]
    public async Task FailingHandler_IsLogged_AndTheNextMessageDelivered()
    {
        await using var pool = Pool();
        var received = new TaskCompletionSource();
        await using var subscription = await pool.SubscribeAsync(
            _channel,
            message =>
            {
                if (message.Value == "bad")
                {
                    throw new InvalidOperationException("cannot");
                }

                received.TrySetResult();
            },
            cancellationToken: Cancel);

        await pool.GetDatabase().PublishAsync(_channel, "bad");
        await pool.GetDatabase().PublishAsync(_channel, "good");
        await received.Task.WaitAsync(Eventually.Deadline, Cancel);

        var record = Assert.Single(_logs.Of(HandlerFailed));
        Assert.Equal("cannot", record.Exception!.Message);
        Assert.Contains(subscription.Id, record.Message, StringComparison.Ordinal);
        Assert.Contains("SubscriptionTests.cs:", record.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RedisOverflowPolicy.DropOldest, "0 8 9")]
    [InlineData(RedisOverflowPolicy.DropNewest, "0 1 2")]
    public async Task FullQueue_DropsAsItSays(RedisOverflowPolicy overflow, string expected)
    {
        await using var pool = Pool();
        var go = new TaskCompletionSource();
        var began = new TaskCompletionSource();
        var received = new ConcurrentQueue<string>();
        await using var subscription = await pool.SubscribeAsync(
            _channel,
            async message =>
            {
                began.TrySetResult();
                await go.Task;
                received.Enqueue(message.Value.ToString());
            },
            new RedisSubscriptionOptions { Capacity = 2, Overflow = overflow },
            Cancel);

        await pool.GetDatabase().PublishAsync(_channel, 0);
        await began.Task.WaitAsync(Eventually.Deadline, Cancel);
        for (var i = 1; i < 10; i++)
        {
            await pool.GetDatabase().PublishAsync(_channel, i);
        }

        await Eventually.TrueAsync(() => subscription.Dropped == 7);
        go.SetResult();
        await Eventually.TrueAsync(() => received.Count == 3);

        Assert.Equal(expected, string.Join(' ', received));
        Assert.Single(_logs.Of(MessagesDropped));
        Assert.Equal(7, Assert.Single(pool.GetSnapshot().Subscriptions).Dropped);
    }

    [Fact]
    public async Task FullQueue_EndsTheSubscriptionThatWantsNoGaps()
    {
        await using var pool = Pool();
        var go = new TaskCompletionSource();
        await using var subscription = await pool.SubscribeAsync(
            _channel, _ => go.Task, new RedisSubscriptionOptions { Capacity = 1, Overflow = RedisOverflowPolicy.End }, Cancel);

        for (var i = 0; i < 4; i++)
        {
            await pool.GetDatabase().PublishAsync(_channel, i);
        }

        await Eventually.TrueAsync(async () => await SubscribersAsync() == 0);
        Assert.False(subscription.IsActive);
        await Eventually.TrueAsync(() => _logs.Of(Overflowed).Count() == 1);
        go.SetResult();
    }

    [Fact]
    public async Task Dedicated_HasAConnectionOfItsOwn_ThatCounts()
    {
        var options = Options();
        options.MaxConnections = 2;
        var time = new FakeTimeProvider();
        await using var pool = new RedisPool(options, _logs, time);
        var received = new TaskCompletionSource();
        await pool.GetDatabaseAsync(Cancel);

        await using (await pool.SubscribeAsync(_channel, _ => received.TrySetResult(), new RedisSubscriptionOptions { Dedicated = true }, Cancel))
        {
            await pool.GetDatabase().PublishAsync(_channel, 1);
            await received.Task.WaitAsync(Eventually.Deadline, Cancel);
            Assert.Contains(await redis.ClientNamesAsync(options.ApplicationName!), static name => name.Contains(":subscription:", StringComparison.Ordinal));
            Assert.Equal(
                [RedisConnectionKind.Shared, RedisConnectionKind.Subscription],
                pool.GetSnapshot().Connections.Select(static connection => connection.Kind).Order());
            Assert.Equal(1, pool.GetSnapshot().Count(RedisConnectionState.Subscribed));
            var waiting = pool.RentAsync(Cancel).AsTask();
            time.Advance(options.AcquireTimeout);
            await Assert.ThrowsAsync<RedisPoolExhaustedException>(() => waiting);
        }

        await using var lease = await pool.RentAsync(Cancel);
        await Eventually.TrueAsync(async () => await SubscribersAsync() == 0);
    }

    [Fact]
    public async Task TenThousandCyclesFromSixteenWorkers_LeaveTheServerAsItWas()
    {
        const int workers = 16;
        const int cycles = 625;
        await using var pool = Pool();

        await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(
            async () =>
            {
                for (var cycle = 0; cycle < cycles; cycle++)
                {
                    // Half of them on one channel, where joining and leaving race.
                    var channel = cycle % 2 == 0 ? _channel : RedisChannel.Literal($"{_channel}-{worker}");
                    await using var subscription = await pool.SubscribeAsync(channel, static _ => { }, cancellationToken: Cancel);
                }
            },
            Cancel)));

        await Eventually.TrueAsync(async () => ((RedisResult[])(await redis.Admin.ExecuteAsync("PUBSUB", "CHANNELS", $"{_channel}*"))!).Length == 0);
        Assert.Empty(pool.GetSnapshot().Subscriptions);
        Assert.Empty(_logs.Records);
    }

    [Fact]
    public async Task DisposedPool_EndsItsSubscriptions()
    {
        var pool = Pool();
        var subscription = await pool.SubscribeAsync(_channel, static _ => { }, cancellationToken: Cancel);

        await pool.DisposeAsync();

        Assert.False(subscription.IsActive);
        Assert.Equal(0, await SubscribersAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pool.SubscribeAsync(_channel, static _ => { }, cancellationToken: Cancel));
    }

    [Theory]
    [InlineData(0, RedisOverflowPolicy.End, "Capacity is '0': expected a whole number above 0.")]
    [InlineData(1, (RedisOverflowPolicy)7, "Overflow is '7': expected DropOldest, DropNewest or End.")]
    public async Task MalformedOptions_AreNamed(int capacity, RedisOverflowPolicy overflow, string expected)
    {
        await using var pool = Pool();
        var options = new RedisSubscriptionOptions { Capacity = capacity, Overflow = overflow };

        var exception = await Assert.ThrowsAsync<RedisPoolConfigurationException>(() => pool.SubscribeAsync(_channel, static _ => { }, options, Cancel));

        Assert.Equal(expected, exception.Message);
    }

    private async Task<int> SubscribersAsync() =>
        (int)((RedisResult[])(await redis.Admin.ExecuteAsync("PUBSUB", "NUMSUB", _channel.ToString()))!)[1];

    private RedisPoolOptions Options() => Pools.Real(redis);

    private RedisPool Pool() => new(Options(), _logs);
}
