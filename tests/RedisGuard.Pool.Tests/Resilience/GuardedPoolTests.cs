using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Resilience;

public sealed class GuardedPoolTests(RedisFixture redis)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pool_ExecutesThroughItsBreaker()
    {
        await using var pool = new RedisPool(Pools.Real(redis), new FakeLoggers());
        RedisKey key = pool.Name;
        await pool.ExecuteAsync(static (database, key) => database.StringSetAsync(key, "hello"), key, Cancel);
        Assert.Equal("hello", await pool.ExecuteAsync(database => database.StringGetAsync(key), Cancel));

        pool.Breaker.Isolate();

        Assert.True((await pool.TryExecuteAsync(static (database, key) => database.StringGetAsync(key), key, Cancel)).IsRejected);
        await Assert.ThrowsAsync<RedisCircuitOpenException>(() => pool.ExecuteAsync(database => database.StringGetAsync(key), Cancel).AsTask());
        Assert.Equal((RedisCircuitState.Isolated, Timeout.InfiniteTimeSpan), (pool.GetSnapshot().Breaker, pool.GetSnapshot().BreakerRetryAfter));
    }

    [Fact]
    public async Task CommandWithoutAReply_IsGuardedToo()
    {
        await using var pool = new RedisPool(Pools.Real(redis), new FakeLoggers());
        RedisKey key = pool.Name;
        HashEntry[] fields = [new("name", "ada")];

        await pool.ExecuteAsync(static (database, given) => database.HashSetAsync(given.key, given.fields), (key, fields), Cancel);
        Assert.Equal("ada", await pool.ExecuteAsync(static (database, key) => database.HashGetAsync(key, "name"), key, Cancel));
        await pool.ExecuteAsync(database => database.HashSetAsync(key, [new("name", "grace")]), Cancel);
        Assert.Equal("grace", await pool.ExecuteAsync(static (database, key) => database.HashGetAsync(key, "name"), key, Cancel));

        await pool.ExecuteAsync(static (database, key) => database.StringSetAsync(key.Append("2"), "text"), key, Cancel);
        await Assert.ThrowsAsync<RedisServerException>(
            () => pool.ExecuteAsync(static (database, key) => database.HashSetAsync(key.Append("2"), [new("name", "ada")]), key, Cancel).AsTask());
        pool.Breaker.Isolate();
        await Assert.ThrowsAsync<RedisCircuitOpenException>(
            () => pool.ExecuteAsync(static (database, given) => database.HashSetAsync(given.key, given.fields), (key, fields), Cancel).AsTask());
    }
}
