using Microsoft.Extensions.DependencyInjection;
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

        var pool = RedisPool.For(text);

        Assert.Same(pool, RedisPool.For(text));
        Assert.Same(pool, RedisPool.For(ConfigurationOptions.Parse(text)));
        Assert.NotSame(pool, RedisPool.For($"{text},defaultDatabase=1"));
        await pool.CloseAsync();
    }

    [Fact]
    public async Task AskingAgain_AllocatesNothing()
    {
        var text = $"{redis.Configuration},name=registry-again";
        var pool = RedisPool.For(text);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1000; i++)
        {
            RedisPool.For(text);
        }

        // Less than a byte a call: the runtime may compile the loop meanwhile.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 999);
        await pool.CloseAsync();
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

        Assert.All(pools, other => Assert.Same(pools[0], other));
        await pools[0].CloseAsync();
    }

    [Fact]
    public async Task ClosedPool_IsForgotten()
    {
        var text = $"{redis.Configuration},name=registry-disposed";
        var first = RedisPool.For(text);
        await first.CloseAsync();

        var second = RedisPool.For(text);

        Assert.NotSame(first, second);
        await second.GetDatabase().PingAsync();
        await second.CloseAsync();
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
    public async Task DisposingAPoolOfTheProcess_HarmsNobody_AndIsToldOnceWithItsLine()
    {
        var logs = new FakeLoggers();
        var given = ConfigurationOptions.Parse($"{redis.Configuration},name=registry-using");
        given.LoggerFactory = logs;
        var pool = RedisPool.For(given);
        await using (RedisPool.For(given))
        {
            await pool.GetDatabase().PingAsync();
        }

        pool.Dispose();

        await pool.GetDatabase().PingAsync();
        Assert.Same(pool, RedisPool.For(given));
        Assert.Contains("PoolRegistryTests.cs:", Assert.Single(logs.Of(1302)).Message, StringComparison.Ordinal);
        await pool.CloseAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pool.GetDatabaseAsync(TestContext.Current.CancellationToken).AsTask());
    }

    [Fact]
    public async Task PoolThatAContainerDisposes_IsToldWithTheMethod()
    {
        var logs = new FakeLoggers();
        var given = ConfigurationOptions.Parse($"{redis.Configuration},name=registry-container");
        given.LoggerFactory = logs;
        var provider = new ServiceCollection().AddSingleton(_ => RedisPool.For(given)).BuildServiceProvider();
        var pool = provider.GetRequiredService<RedisPool>();

        await Task.Run(provider.DisposeAsync, TestContext.Current.CancellationToken);

        Assert.Contains(" was disposed at Microsoft.Extensions.DependencyInjection.", Assert.Single(logs.Of(1302)).Message, StringComparison.Ordinal);
        await pool.CloseAsync();
    }

    [Fact]
    public async Task PoolsOfOneName_AreToldApart()
    {
        var options = Pools.Options(static options => options.Configuration = "elsewhere:7/2,defaultDatabase=2".Replace("/2", "", StringComparison.Ordinal));
        options.Name = null;
        await using var first = new RedisPool(options, new FakeLoggers());
        await using var second = new RedisPool(options, new FakeLoggers());

        Assert.Equal(["elsewhere:7/2", "elsewhere:7/2#2"], new[] { first.Name, second.Name }.Order());
        Assert.Equal("Redis pool 'elsewhere:7/2' for elsewhere:7", first.ToString());
        await second.DisposeAsync();
        await using var third = new RedisPool(options, new FakeLoggers());
        Assert.Equal("elsewhere:7/2#2", third.Name);
    }

    [Fact]
    public async Task LogSinkThatAsksForAPool_WhileItIsToldOfOne_WaitsForNothing()
    {
        var text = $"{redis.Configuration},name=registry-sink";
        using var sink = new CallingLoggers(() => Task.Run(() => RedisPool.For(text)).GetAwaiter().GetResult());
        var options = Pools.Options(static options => options.Configuration = "elsewhere:2");
        await using var first = new RedisPool(options, sink);

        var creating = Task.Run(() => new RedisPool(options, sink), TestContext.Current.CancellationToken);

        await using var second = await creating.WaitAsync(Eventually.Deadline, TestContext.Current.CancellationToken);
        Assert.True(sink.Calls > 0);
        await RedisPool.For(text).CloseAsync();
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
    public async Task RacingCloses_NeverLeaveAClosedPoolToTheNextCaller()
    {
        var text = $"{redis.Configuration},name=registry-race-dispose";
        for (var round = 0; round < 200; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () => await RedisPool.For(text).CloseAsync())));
        }

        var pool = RedisPool.For(text);
        await pool.GetDatabase().PingAsync();
        await pool.CloseAsync();
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
