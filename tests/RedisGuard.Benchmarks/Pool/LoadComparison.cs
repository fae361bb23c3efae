using System.Globalization;
using RedisGuard.Pool;
using StackExchange.Redis;

namespace RedisGuard.Benchmarks.Pool;

/// <summary>
/// Commands a second and latency of the ways to use a server, side by side in one run, as ratios to the bare multiplexer.
/// <c>dotnet run -c Release --project tests/RedisGuard.Benchmarks -- load localhost:6379</c>
/// </summary>
/// <remarks>
/// Short windows that alternate, in another order each round, because a machine is never equally fast for long: a ratio is
/// the median of ratios within rounds. «bare, again» is a second bare multiplexer. Its ratio would be 1 if the measure were perfect; how far
/// it is off, and how far its rounds lie apart, is how far any other ratio may be off by chance.
/// </remarks>
internal static class LoadComparison
{
    private const string Peer = "bare multiplexer";
    private static readonly TimeSpan RampUp = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(string configuration, int rounds)
    {
        var options = ConfigurationOptions.Parse(configuration);
        await using var bare = await ConnectionMultiplexer.ConnectAsync(options).ConfigureAwait(false);
        await using var again = await ConnectionMultiplexer.ConnectAsync(options).ConfigureAwait(false);
        var pool = RedisPool.For(options);
        await using var ofPool = pool.ConfigureAwait(false);
        await pool.GetConnectionAsync().ConfigureAwait(false);
        var five = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ConnectionMultiplexer.ConnectAsync(options))).ConfigureAwait(false);
        var turn = 0;
        (string Name, Func<RedisKey, Task> Get)[] ways =
        [
            (Peer, key => bare.GetDatabase().StringGetAsync(key)),
            ("bare, again", key => again.GetDatabase().StringGetAsync(key)),
#pragma warning disable CA1849 // Connected before; the same call as of the bare multiplexer is what is compared.
            ("pool, shared", key => pool.GetDatabase().StringGetAsync(key)),
#pragma warning restore CA1849
            ("pool, guarded", async key => await pool.ExecuteAsync(static (database, given) => database.StringGetAsync(given), key).ConfigureAwait(false)),
            ("round robin of five", key => five[(uint)Interlocked.Increment(ref turn) % 5].GetDatabase().StringGetAsync(key)),
            ("pool, exclusive", async key =>
            {
                var lease = await pool.RentAsync().ConfigureAwait(false);
                await using var ofLease = lease.ConfigureAwait(false);
                await lease.Database.StringGetAsync(key).ConfigureAwait(false);
            }),
        ];
        foreach (var size in (int[])[100, 100_000])
        {
            RedisKey key = string.Create(CultureInfo.InvariantCulture, $"load-{size}");
            await bare.GetDatabase().StringSetAsync(key, new byte[size]).ConfigureAwait(false);
            foreach (var (_, get) in ways)
            {
                // Once for all: until then the code runs as the compiler first made it.
                await LoadWindow.MeasureAsync(64, () => get(key), WarmUp, RampUp).ConfigureAwait(false);
            }

            foreach (var workers in (int[])[1, 64, 512])
            {
                var readings = ways.ToDictionary(static way => way.Name, static _ => new List<LoadReading>());
                for (var round = 0; round < rounds; round++)
                {
                    for (var place = 0; place < ways.Length; place++)
                    {
                        var (name, get) = ways[(place + round) % ways.Length];
                        readings[name].Add(await LoadWindow.MeasureAsync(workers, () => get(key), RampUp, Window).ConfigureAwait(false));
                    }
                }

                // One window only: thousands of sockets that linger after it would slow down whoever comes next.
                readings["connection per call"] = [await ConnectionPerCallAsync(options, key, workers).ConfigureAwait(false)];
                Print(size, workers, readings);
            }
        }

        foreach (var connection in five)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static Task<LoadReading> ConnectionPerCallAsync(ConfigurationOptions options, RedisKey key, int workers) =>
        LoadWindow.MeasureAsync(
            workers,
            async () =>
            {
                await using var own = await ConnectionMultiplexer.ConnectAsync(options).ConfigureAwait(false);
                await own.GetDatabase().StringGetAsync(key).ConfigureAwait(false);
            },
            RampUp,
            WarmUp * 2);

    private static void Print(int size, int workers, Dictionary<string, List<LoadReading>> readings)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.NewLine}{size} B, {workers} workers{Environment.NewLine}{"",-22}{"GET/s",12}{"ratio",9}{"of rounds",16}{"p50 µs",10}{"p99 µs",10}{"max µs",12}{"failed",8}"));
        foreach (var (name, own) in readings)
        {
            var ratios = own.Select((reading, round) => reading.Rate / readings[Peer][round].Rate).ToArray();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-22}{Median(own.Select(static reading => reading.Rate)),12:N0}{Median(ratios),9:0.00##}{$"{ratios.Min():0.00##}–{ratios.Max():0.00##}",16}{Median(own.Select(static reading => reading.P50)),10:N0}{Median(own.Select(static reading => reading.P99)),10:N0}{own.Max(static reading => reading.Longest),12:N0}{own.Sum(static reading => reading.Failed),8}"));
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
