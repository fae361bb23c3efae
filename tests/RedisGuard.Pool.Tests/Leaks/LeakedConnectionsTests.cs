using System.Runtime.CompilerServices;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Pool.Tests.Leaks;

/// <summary>Leaked leases as the server sees them.</summary>
public sealed class LeakedConnectionsTests(RedisFixture redis)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LeakingAll_GivesAllPermitsBack_AndClosesTheConnections()
    {
        const int limit = 5;
        var options = Pools.Real(redis, static options => options.MaxConnections = limit);
        await using var pool = new RedisPool(options, new FakeLoggers());

        var leaked = await LeakTogetherAsync(pool, limit, () => redis.ClientNamesAsync(options.ApplicationName!));
        Assert.Equal(limit, leaked.Count);
        await Eventually.CollectedAsync(() => pool.GetSnapshot().Connections.Count == 0);

        var leases = new List<RedisLease>();
        for (var i = 0; i < limit; i++)
        {
            leases.Add(await pool.RentAsync(Cancel));
        }

        await Eventually.TrueAsync(async () => !(await redis.ClientNamesAsync(options.ApplicationName!)).Intersect(leaked).Any());
        Assert.Equal(limit, pool.GetSnapshot().Leases.Count);
        foreach (var lease in leases)
        {
            await lease.DisposeAsync();
        }
    }

    /// <summary>
    /// Leaks several at one time. One after the other, the first may be collected, and its permit be used again, before
    /// the last is rented: any other test may call the collector.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<T> LeakTogetherAsync<T>(RedisPool pool, int count, Func<Task<T>> look)
    {
        var leases = new List<RedisLease>();
        for (var i = 0; i < count; i++)
        {
            leases.Add(await pool.RentAsync(Cancel));
        }

        var seen = await look();
        GC.KeepAlive(leases);
        return seen;
    }
}
