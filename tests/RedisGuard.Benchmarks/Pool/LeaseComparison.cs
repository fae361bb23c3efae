using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using RedisGuard.Pool;
using RedisGuard.Pool.Leases;
using StackExchange.Redis;

namespace RedisGuard.Benchmarks.Pool;

/// <summary>
/// Leases one after the other, each with one GET: the connection used again behind the forwarding database, or closed after each
/// lease and the next opened beside the caller. And what a rented connection costs a round trip and a call.
/// </summary>
internal static class LeaseComparison
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(string configuration)
    {
        Console.WriteLine("                              workers   leases/s   p50 µs   p99 µs");
        foreach (var workers in new[] { 1, 4 })
        {
            await MeasureAsync(configuration, workers, "used again (forwarding)", static lease => lease.Database.StringGetAsync("lease")).ConfigureAwait(false);
            await MeasureAsync(configuration, workers, "opened anew, ahead", static lease => lease.Connection.GetDatabase().StringGetAsync("lease")).ConfigureAwait(false);
        }

        await MeasureRoundTripsAsync(configuration).ConfigureAwait(false);
        await MeasureCallAsync(configuration).ConfigureAwait(false);
    }

    // In turns, so that what the machine does besides meets all three. What «bare, again» differs from «bare» by is noise.
    private static async Task MeasureRoundTripsAsync(string configuration)
    {
        const int rounds = 40;
        const int calls = 500;
        await using var bare = await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false);
        await using var pool = new RedisPool(new RedisPoolOptions { Configuration = configuration, Name = "round trips" }, NullLoggerFactory.Instance);
        await using var lease = await pool.RentAsync().ConfigureAwait(false);
        (string Name, IDatabase Database, List<double> Times)[] rows =
            [("bare", bare.GetDatabase(), []), ("bare, again", bare.GetDatabase(), []), ("rented", lease.Database, [])];
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (_, database, times) in rows)
            {
                for (var call = 0; call < calls; call++)
                {
                    var began = Stopwatch.GetTimestamp();
                    await database.StringGetAsync("lease").ConfigureAwait(false);
                    times.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
                }
            }
        }

        var first = Median(rows[0].Times);
        foreach (var (name, _, times) in rows)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"one GET, {name,-14} p50 {Median(times),6:0.0} µs, ratio {Median(times) / first:0.00}"));
        }

        static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
    }

    private static async Task MeasureAsync(string configuration, int workers, string what, Func<RedisLease, Task> use)
    {
        var options = new RedisPoolOptions { Configuration = configuration, MaxConnections = 8, Name = what };
        await using var pool = new RedisPool(options, NullLoggerFactory.Instance);
        var times = new List<double>[workers];
        var until = Stopwatch.GetTimestamp() + (long)(Window.TotalSeconds * Stopwatch.Frequency);
        await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(async () =>
        {
            times[worker] = [];
            while (Stopwatch.GetTimestamp() < until)
            {
                var began = Stopwatch.GetTimestamp();
                await using (var lease = await pool.RentAsync().ConfigureAwait(false))
                {
                    await use(lease).ConfigureAwait(false);
                }

                times[worker].Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
            }
        }))).ConfigureAwait(false);
        var all = times.SelectMany(static each => each).Order().ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-30}{workers,7}{all.Length / Window.TotalSeconds,11:0}{all[all.Length / 2],9:0}{all[all.Length * 99 / 100],9:0}"));
    }

    // A property that is only read, so that nothing but the way to it is measured.
    private static async Task MeasureCallAsync(string configuration)
    {
        const int calls = 20_000_000;
        await using var pool = new RedisPool(new RedisPoolOptions { Configuration = configuration, Name = "call" }, NullLoggerFactory.Instance);
        await using var lease = await pool.RentAsync().ConfigureAwait(false);
        var direct = lease.Slot.Connection!.GetDatabase(-1);
        var forwarding = LeasedTypes.Database!(direct, lease.Slot, lease.Tenancy);
        for (var round = 0; round < 3; round++)
        {
            var bare = Time(direct);
            var through = Time(forwarding);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a call: {bare:0.0} ns direct, {through:0.0} ns forwarded"));
        }

        static double Time(IDatabase database)
        {
            var sum = 0L;
            var began = Stopwatch.GetTimestamp();
            for (var call = 0; call < calls; call++)
            {
                sum += database.Database;
            }

            return (Stopwatch.GetElapsedTime(began).TotalNanoseconds + (sum & 0)) / calls;
        }
    }
}
