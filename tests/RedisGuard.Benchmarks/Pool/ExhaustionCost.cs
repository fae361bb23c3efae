using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using RedisGuard.Pool;
using StackExchange.Redis;

namespace RedisGuard.Benchmarks.Pool;

/// <summary>Measures what 5 000 calls cost that get no connection, beside 2 000 subscriptions: at most 20 MiB, all told within a second of their deadline.</summary>
internal static class ExhaustionCost
{
    private const int Waiters = 5_000;
    private const int Subscriptions = 2_000;

    public static async Task RunAsync(string configuration)
    {
        var options = new RedisPoolOptions { Configuration = configuration, MaxConnections = 2, AcquireTimeout = TimeSpan.FromSeconds(3) };
        await using var pool = new RedisPool(options, NullLoggerFactory.Instance);
        var kept = new List<RedisSubscription>();
        for (var number = 0; number < Subscriptions; number++)
        {
            kept.Add(await pool.SubscribeAsync(RedisChannel.Literal(string.Create(CultureInfo.InvariantCulture, $"exhaustion-{number}")), static _ => { }).ConfigureAwait(false));
        }

        await using var lease = await pool.RentAsync().ConfigureAwait(false);
        for (var round = 0; round < 3; round++)
        {
            var began = Stopwatch.GetTimestamp();
            var waiting = Enumerable.Range(0, Waiters).Select(_ => pool.RentAsync().AsTask()).ToArray();
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await ((Task)Task.WhenAll(waiting)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var allocated = (GC.GetTotalAllocatedBytes(precise: true) - before) / 1048576.0;
            var late = Stopwatch.GetElapsedTime(began) - options.AcquireTimeout;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{waiting.Count(static task => task.IsFaulted)} failed: {allocated:0.0} MiB, the last {late.TotalMilliseconds:0} ms after the deadline of the first"));
        }

        GC.KeepAlive(kept);
    }
}
