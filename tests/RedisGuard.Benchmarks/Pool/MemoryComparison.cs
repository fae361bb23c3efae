using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using RedisGuard.Pool;
using StackExchange.Redis;

namespace RedisGuard.Benchmarks.Pool;

/// <summary>
/// Measures what a held lease and a subscription keep alive, beside what one would write without the pool. <c>-- memory localhost:6379</c>
/// </summary>
internal static class MemoryComparison
{
    private const int Leases = 5_000;
    private const int Subscriptions = 2_000;

    public static async Task RunAsync(string configuration)
    {
        Console.WriteLine($"{"",-46}{"B each",8}{"ratio",8}");
        var peer = await MeasureAsync(Leases, static _ => Task.FromResult<object>(new HandWrittenLease(new StillConnection()))).ConfigureAwait(false);
        Print("hand-written lease", peer, peer);
        var pool = Still();
        await using var ofStill = pool.ConfigureAwait(false);
        Print("lease", await MeasureAsync(Leases, async _ => await pool.RentAsync().ConfigureAwait(false)).ConfigureAwait(false), peer);

        await using var bare = await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false);
        peer = await MeasureAsync(Subscriptions, async number => await bare.GetSubscriber().SubscribeAsync(Channel("bare", number)).ConfigureAwait(false)).ConfigureAwait(false);
        Print("bare subscription, a channel each", peer, peer);
        var real = RedisPool.For(configuration);
        await using var ofReal = real.ConfigureAwait(false);
        await real.GetConnectionAsync().ConfigureAwait(false);
        Print("subscription, a channel each", await MeasureAsync(Subscriptions, async number =>
            await real.SubscribeAsync(Channel("pool", number), static _ => { }).ConfigureAwait(false)).ConfigureAwait(false), peer);
        Print("subscription, one channel", await MeasureAsync(Subscriptions, async _ =>
            await real.SubscribeAsync(Channel("pool", -1), static _ => { }).ConfigureAwait(false)).ConfigureAwait(false), peer);
    }

    private static RedisPool Still() => new(
        new RedisPoolOptions { MaxConnections = Leases + 1 }, NullLoggerFactory.Instance, TimeProvider.System, new StillConnection(), default);

    private static RedisChannel Channel(string prefix, int number) =>
        RedisChannel.Literal(string.Create(CultureInfo.InvariantCulture, $"memory-{prefix}-{number}"));

    private static async Task<long> MeasureAsync(int count, Func<int, Task<object>> acquire)
    {
        // The first brings what all share.
        var held = new List<object>(count) { await acquire(0).ConfigureAwait(false) };
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var number = 1; number < count; number++)
        {
            held.Add(await acquire(number).ConfigureAwait(false));
        }

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / (count - 1);
        foreach (var one in held.OfType<IAsyncDisposable>())
        {
            await one.DisposeAsync().ConfigureAwait(false);
        }

        GC.KeepAlive(held);
        return each;
    }

    private static void Print(string what, long each, long peer) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-46}{each,8}{(double)each / peer,8:0.00}"));

    /// <summary>The least that a lease can be: a connection, and whether it was given back.</summary>
    private sealed class HandWrittenLease(StillConnection connection)
    {
        public StillConnection Connection { get; } = connection;

        public bool IsReturned { get; set; }
    }
}
