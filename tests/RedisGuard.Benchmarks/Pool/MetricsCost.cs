using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using RedisGuard.Pool;
using StackExchange.Redis;

namespace RedisGuard.Benchmarks.Pool;

/// <summary>Measures one collection of the metrics beside 50 000 channels: at most 1 ms and 64 KiB.</summary>
internal static class MetricsCost
{
    private const int Channels = 50_000;
    private const int AtOnce = 500;
    private const int Collections = 200;

    public static async Task RunAsync(string configuration)
    {
        await using var pool = new RedisPool(new RedisPoolOptions { Configuration = configuration, Name = "metrics" }, NullLoggerFactory.Instance);
        var kept = new List<RedisSubscription>(Channels);
        foreach (var numbers in Enumerable.Range(0, Channels).Chunk(AtOnce))
        {
            kept.AddRange(await Task.WhenAll(numbers.Select(number =>
                pool.SubscribeAsync(RedisChannel.Literal(string.Create(CultureInfo.InvariantCulture, $"metrics-{number}")), static _ => { }))).ConfigureAwait(false));
        }

        var measurements = 0;
        using var ear = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "RedisGuard.Pool")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        ear.SetMeasurementEventCallback<int>((_, _, _, _) => measurements++);
        ear.Start();
        ear.RecordObservableInstruments();
        var took = new double[Collections];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var collection = 0; collection < Collections; collection++)
        {
            var began = Stopwatch.GetTimestamp();
            ear.RecordObservableInstruments();
            took[collection] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }

        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / Collections / 1024.0;
        Array.Sort(took);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{kept.Count} channels, {measurements / (Collections + 1)} measurements a collection: median {took[Collections / 2]:0.000} ms, p95 {took[Collections * 95 / 100]:0.000} ms, {allocated:0.0} KiB"));
        GC.KeepAlive(kept);
    }
}
