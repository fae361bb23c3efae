using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using RedisGuard.Pool;
using StackExchange.Redis;

namespace RedisGuard.Benchmarks.Pool;

/// <summary>What a held lease and a subscription keep alive. <c>-- memory localhost:6379</c></summary>
internal static class MemoryComparison
{
    private const int Leases = 5_000;
    private const int Subscriptions = 2_000;

    public static async Task RunAsync(string configuration)
    {
        var still = new RedisPool(
            new RedisPoolOptions { MaxConnections = Leases + 1 }, NullLoggerFactory.Instance, TimeProvider.System, new StillConnection(), default);
        await using var ofStill = still.ConfigureAwait(false);
        await PrintAsync("lease, its slot's connection included", Leases, async () => await still.RentAsync().ConfigureAwait(false)).ConfigureAwait(false);
        var pool = RedisPool.For(configuration);
        await using var ofPool = pool.ConfigureAwait(false);
        await pool.GetConnectionAsync().ConfigureAwait(false);
        var channels = 0;
        await PrintAsync("subscription, own channel", Subscriptions, async () =>
            await pool.SubscribeAsync(RedisChannel.Literal(string.Create(CultureInfo.InvariantCulture, $"memory-{channels++}")), static _ => { }).ConfigureAwait(false)).ConfigureAwait(false);
        await PrintAsync("subscription, one channel", Subscriptions, async () =>
            await pool.SubscribeAsync(RedisChannel.Literal("memory"), static _ => { }).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static async Task PrintAsync(string what, int count, Func<Task<IAsyncDisposable>> acquire)
    {
        var held = new List<IAsyncDisposable>(count) { await acquire().ConfigureAwait(false) };
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 1; i < count; i++)
        {
            held.Add(await acquire().ConfigureAwait(false));
        }

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / (count - 1);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {each} B each"));
        foreach (var one in held)
        {
            await one.DisposeAsync().ConfigureAwait(false);
        }
    }
}
