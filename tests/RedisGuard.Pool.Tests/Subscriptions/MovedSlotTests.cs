using System.Collections.Concurrent;
using System.Diagnostics;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Subscriptions;

/// <summary>A slot that moves to another node of a cluster, beneath a subscription and beneath a lease.</summary>
public sealed class MovedSlotTests
{
    private const string Key = "cluster-0";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ShardedChannel_IsToldOfThePossibleGap_AndHearsFromTheNewNode(bool dedicated)
    {
        Assert.SkipWhen(RedisProcess.Executable is null, "redis-server is not installed; clusters need it.");
        await using var cluster = await RedisCluster.StartAsync();
        await using var pool = Pool(cluster);
        await using var publisher = await ConnectionMultiplexer.ConnectAsync(cluster.Configuration);
        var heard = new ConcurrentQueue<int>();
        var gaps = new ConcurrentQueue<RedisGapCause>();
        var options = new RedisSubscriptionOptions
        {
            Dedicated = dedicated,
            OnGap = gap =>
            {
                gaps.Enqueue(gap.Cause);
                return Task.CompletedTask;
            },
        };
        await using var subscription = await pool.SubscribeAsync(RedisChannel.Sharded(Key), message => heard.Enqueue((int)message.Value), options, Cancel);
        await PublishUntilHeardAsync(publisher, heard, 1);
        await LookedAsync(pool);

        await cluster.MoveSlotAsync(Key);

        await Eventually.TrueAsync(() => !gaps.IsEmpty);
        Assert.Equal([RedisGapCause.Moved], gaps);
        Assert.Equal(1, subscription.Gaps);
        await PublishUntilHeardAsync(publisher, heard, 2);
    }

    /// <summary>
    /// Told by the old node that the channel is over, the library asks the new one, is sent back, and asks nobody again: alone it was deaf
    /// for minutes, until a command met the slot.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ShardedChannel_ThatTheLibraryGaveUp_IsHeardAgain_ThoughNoCommandMeetsTheSlot(bool dedicated)
    {
        Assert.SkipWhen(RedisProcess.Executable is null, "redis-server is not installed; clusters need it.");
        await using var cluster = await RedisCluster.StartAsync();
        await using var pool = Pool(cluster);
        await using var publisher = await ConnectionMultiplexer.ConnectAsync(cluster.Configuration);
        var heard = new ConcurrentQueue<int>();
        await using var subscription = await pool.SubscribeAsync(
            RedisChannel.Sharded(Key), message => heard.Enqueue((int)message.Value), new RedisSubscriptionOptions { Dedicated = dedicated }, Cancel);
        await PublishUntilHeardAsync(publisher, heard, 1);
        await LookedAsync(pool);
        var subscriber = Assert.Single(pool.Slots.All, slot => slot.Connection is not null && slot.Kind == (dedicated ? RedisConnectionKind.Subscription : RedisConnectionKind.Shared)).Connection!.Multiplexer.GetSubscriber();

        await cluster.MoveSlotAsync(Key, () => Eventually.TrueAsync(() => subscriber.SubscribedEndpoint(subscription.Channel) is null));

        await PublishUntilHeardAsync(publisher, heard, 2);
        await Eventually.TrueAsync(() => subscription.Gaps == 1);
    }

    [Fact]
    public async Task Lease_FollowsItsKey_AndATransactionNeverCommitsOverAnothersWrite()
    {
        Assert.SkipWhen(RedisProcess.Executable is null, "redis-server is not installed; clusters need it.");
        await using var cluster = await RedisCluster.StartAsync();
        await using var pool = Pool(cluster);
        await using var other = await ConnectionMultiplexer.ConnectAsync(cluster.Configuration);
        await using var lease = await pool.RentAsync(Cancel);
        await lease.Database.StringSetAsync(Key, "mine");

        await cluster.MoveSlotAsync(Key);
        Assert.Equal("mine", await lease.Database.StringGetAsync(Key));
        await other.GetDatabase().StringSetAsync(Key, "another's");

        var transaction = lease.Database.CreateTransaction();
        transaction.AddCondition(Condition.StringEqual(Key, "mine"));
        var appended = transaction.StringAppendAsync(Key, ", lost");
        Assert.False(await transaction.ExecuteAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => appended);
        Assert.Equal("another's", await other.GetDatabase().StringGetAsync(Key));
    }

    private static RedisPool Pool(RedisCluster cluster) => new(
        Pools.Options(options =>
        {
            options.Configuration = cluster.Configuration;
            options.AcquireTimeout = Eventually.Deadline;
        }),
        new FakeLoggers());

    private static Task PublishUntilHeardAsync(ConnectionMultiplexer publisher, ConcurrentQueue<int> heard, int what) => Eventually.TrueAsync(async () =>
    {
        await publisher.GetSubscriber().PublishAsync(RedisChannel.Sharded(Key), what);
        return heard.Contains(what);
    });

    // The pool has looked, since now, where the channel comes from.
    private static async Task LookedAsync(RedisPool pool)
    {
        var since = Stopwatch.StartNew();
        await Eventually.TrueAsync(() => pool.GetSnapshot().Loops.Single(static loop => loop.Name == "sockets").SinceLastRun < since.Elapsed);
    }
}
