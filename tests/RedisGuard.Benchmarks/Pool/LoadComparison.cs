using System.Diagnostics;
using System.Globalization;
using RedisGuard.Pool;
using StackExchange.Redis;

namespace RedisGuard.Benchmarks.Pool;

/// <summary>
/// Commands a second and latency of the ways to use a server, side by side in one run, as ratios to the bare multiplexer.
/// <c>dotnet run -c Release --project tests/RedisGuard.Benchmarks -- load localhost:6379</c>
/// </summary>
internal static class LoadComparison
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(string configuration)
    {
        var options = ConfigurationOptions.Parse(configuration);
        await using var bare = await ConnectionMultiplexer.ConnectAsync(options).ConfigureAwait(false);
        var pool = RedisPool.For(options);
        await using var ofPool = pool.ConfigureAwait(false);
        var five = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ConnectionMultiplexer.ConnectAsync(options))).ConfigureAwait(false);
        var turn = 0;
        (string Name, Func<RedisKey, Task> Get)[] ways =
        [
            ("bare multiplexer", key => bare.GetDatabase().StringGetAsync(key)),
#pragma warning disable CA1849 // Connected before; the same call as of the bare multiplexer is what is compared.
            ("pool, shared", key => pool.GetDatabase().StringGetAsync(key)),
#pragma warning restore CA1849
            ("pool, exclusive", async key =>
            {
                var lease = await pool.RentAsync().ConfigureAwait(false);
                await using var ofLease = lease.ConfigureAwait(false);
                await lease.Database.StringGetAsync(key).ConfigureAwait(false);
            }),
            ("round robin of five", key => five[(uint)Interlocked.Increment(ref turn) % 5].GetDatabase().StringGetAsync(key)),
            ("connection per call", async key =>
            {
                await using var own = await ConnectionMultiplexer.ConnectAsync(options).ConfigureAwait(false);
                await own.GetDatabase().StringGetAsync(key).ConfigureAwait(false);
            }),
        ];
        foreach (var size in (int[])[100, 100_000])
        {
            RedisKey key = string.Create(CultureInfo.InvariantCulture, $"load-{size}");
            await bare.GetDatabase().StringSetAsync(key, new byte[size]).ConfigureAwait(false);
            foreach (var workers in (int[])[1, 64, 512])
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Environment.NewLine}{size} B, {workers} workers{Environment.NewLine}{"",-22}{"GET/s",12}{"ratio",8}{"p50 µs",10}{"p99 µs",10}"));
                var peer = 0.0;
                foreach (var (name, get) in ways)
                {
                    // 512 connects a time would measure the operating system's patience and nothing else.
                    if (workers == 512 && name == "connection per call")
                    {
                        continue;
                    }

                    await LoadAsync(workers, () => get(key), WarmUp).ConfigureAwait(false);
                    var (rate, p50, p99) = await LoadAsync(workers, () => get(key), Measured).ConfigureAwait(false);
                    peer = peer == 0 ? rate : peer;
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-22}{rate,12:N0}{rate / peer,8:0.00}{p50,10:N0}{p99,10:N0}"));
                }
            }
        }

        foreach (var connection in five)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task<(double Rate, double P50, double P99)> LoadAsync(int workers, Func<Task> call, TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        var all = await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(async () =>
        {
            var taken = new List<double>();
            while (watch.Elapsed < time)
            {
                var began = Stopwatch.GetTimestamp();
                await call().ConfigureAwait(false);
                taken.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
            }

            return taken;
        }))).ConfigureAwait(false);
        var elapsed = watch.Elapsed.TotalSeconds;
        var sorted = all.SelectMany(static taken => taken).Order().ToArray();
        return (sorted.Length / elapsed, sorted[sorted.Length / 2], sorted[(int)(sorted.Length * 0.99)]);
    }
}
