using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests;

public sealed class PoolRegistryTests(RedisFixture redis)
{
    [Fact]
    public async Task EqualConfigurations_ShareOnePool()
    {
        var text = $"{redis.Configuration},name=registry-equal";

        await using var pool = RedisPool.For(text);

        Assert.Same(pool, RedisPool.For(text));
        Assert.Same(pool, RedisPool.For(ConfigurationOptions.Parse(text)));
        Assert.NotSame(pool, RedisPool.For($"{text},defaultDatabase=1"));
    }

    [Fact]
    public async Task AskingAgain_AllocatesNothing()
    {
        var text = $"{redis.Configuration},name=registry-again";
        await using var pool = RedisPool.For(text);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1000; i++)
        {
            RedisPool.For(text);
        }

        // Less than a byte a call: the runtime may compile the loop meanwhile.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 999);
    }

    [Fact]
    public void Shared_IsOnePool_ThatConnectsToNothingBeforeItsUse()
    {
        Assert.Same(RedisPool.Shared, RedisPool.Shared);
        Assert.Empty(RedisPool.Shared.GetSnapshot().Connections);
    }

    [Fact]
    public async Task RacingCallers_GetOnePool()
    {
        var text = $"{redis.Configuration},name=registry-race";

        var pools = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => RedisPool.For(text))));

        await using var pool = pools[0];
        Assert.All(pools, other => Assert.Same(pool, other));
    }

    [Fact]
    public async Task DisposedPool_IsForgotten()
    {
        var text = $"{redis.Configuration},name=registry-disposed";
        var first = RedisPool.For(text);
        await first.DisposeAsync();

        await using var second = RedisPool.For(text);

        Assert.NotSame(first, second);
        await second.GetDatabase().PingAsync();
    }

    [Fact]
    public async Task SecondPoolOfOneNameAndEndPoint_IsOneWarningWithBothSites()
    {
        var logs = new FakeLoggers();
        var options = Pools.Options(options =>
        {
            options.Configuration = "elsewhere:1";
            options.Name = "twice";
        });
        await using var first = new RedisPool(options, logs);
        Assert.Empty(logs.Records);

        await using var second = new RedisPool(options, logs);

        var warning = Assert.Single(logs.Of(1301)).Message;
        Assert.Equal(2, warning.Split("PoolRegistryTests.cs:").Length - 1);
    }

    [Fact]
    public async Task PoolForEachRequest_IsOneWarning_EvenIfNobodyHoldsThem()
    {
        var logs = new FakeLoggers();
        var options = Pools.Options(static options => options.Configuration = "elsewhere:1");
        var pools = new List<RedisPool>();
        for (var request = 0; request < 5; request++)
        {
            pools.Add(new RedisPool(options, logs));
        }

        Assert.Single(logs.Of(1301));
        foreach (var pool in pools)
        {
            await pool.DisposeAsync();
        }
    }

    [Fact]
    public async Task RacingDisposes_NeverLeaveADisposedPoolToTheNextCaller()
    {
        var text = $"{redis.Configuration},name=registry-race-dispose";
        for (var round = 0; round < 200; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => await RedisPool.For(text).DisposeAsync())));
        }

        await using var pool = RedisPool.For(text);
        await pool.GetDatabase().PingAsync();
    }

    [Fact]
    public async Task DisposedPool_RefusesEverything()
    {
        var pool = Pools.Fake(new FakeOpener());
        await pool.DisposeAsync();
        await pool.DisposeAsync();
        var cancel = TestContext.Current.CancellationToken;

        await Assert.ThrowsAsync<ObjectDisposedException>(() => pool.RentAsync(cancel).AsTask());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pool.GetConnectionAsync(cancel));
        Assert.Throws<ObjectDisposedException>(() => pool.GetDatabase());
    }
}
