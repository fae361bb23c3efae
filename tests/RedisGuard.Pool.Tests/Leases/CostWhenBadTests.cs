using System.Diagnostics;
using System.Diagnostics.Metrics;
using RedisGuard.Pool.Telemetry;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Leases;

/// <summary>These measure the process: nothing else may run beside them.</summary>
[CollectionDefinition(nameof(CostWhenBadTests), DisableParallelization = true)]
public sealed class NothingBeside;

/// <summary>Cost when it is bad: exhaustion must not make short memory shorter.</summary>
[Collection(nameof(CostWhenBadTests))]
public sealed class CostWhenBadTests(RedisFixture redis)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FiveThousandFailedWaiters_BesideTwoThousandSubscriptions_CostNoPictureEach()
    {
        const int waiters = 5_000;
        const int subscriptions = 2_000;
        var options = Pools.Real(redis, static options => options.MaxConnections = 2);
        options.AcquireTimeout = TimeSpan.FromSeconds(3);
        await using var pool = new RedisPool(options, new FakeLoggers());
        var kept = await Task.WhenAll(Enumerable.Range(0, subscriptions).Select(number =>
            pool.SubscribeAsync(RedisChannel.Literal($"{options.Name}-{number}"), static _ => { }, cancellationToken: Cancel)));
        await using var lease = await pool.RentAsync(Cancel);
        var waiting = Enumerable.Range(0, waiters).Select(_ => pool.RentAsync(Cancel).AsTask()).ToArray();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var began = Stopwatch.GetTimestamp();

        await Task.WhenAny(Task.WhenAll(waiting));

        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        var took = Stopwatch.GetElapsedTime(began);
        TestContext.Current.TestOutputHelper!.WriteLine($"{allocated / 1048576.0:0.0} MiB, {took.TotalSeconds:0.0} s");
        Assert.All(waiting, static task => Assert.IsType<RedisPoolExhaustedException>(task.Exception!.InnerException));

        // The suite reads each exception that is thrown, for passwords, and so does its cost: alone it is less than half of this
        // (the program «exhaustion» of the benchmarks). It was 1.7 GiB.
        Assert.InRange(allocated, 0, 64L * 1024 * 1024);
        GC.KeepAlive(kept);
    }

    [Fact]
    public async Task Collecting_CostsNothingForEachChannel()
    {
        const int channels = 5_000;
        var options = Pools.Real(redis);
        await using var pool = new RedisPool(options, new FakeLoggers());
        var kept = await Task.WhenAll(Enumerable.Range(0, channels).Select(number =>
            pool.SubscribeAsync(RedisChannel.Literal($"{options.Name}-{number}"), static _ => { }, cancellationToken: Cancel)));
        using var ear = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == PoolInstruments.Name && instrument.IsObservable)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        ear.Start();
        ear.RecordObservableInstruments();
        var pools = PoolRegistry.All.Count;
        var before = GC.GetAllocatedBytesForCurrentThread();

        ear.RecordObservableInstruments();

        // Other tests may have left pools; each has its own measurements.
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        TestContext.Current.TestOutputHelper!.WriteLine($"{allocated / 1024.0:0.0} KiB for {pools} pools");
        Assert.InRange(allocated, 0, 64 * 1024 * pools);
        GC.KeepAlive(kept);
    }

    [Fact]
    public void UnusedPool_HoldsNoTimer()
    {
        var timers = Timer.ActiveCount;
        var pools = new List<RedisPool>();
        for (var count = 0; count < 50; count++)
        {
            pools.Add(Pools.Fake(new FakeOpener()));
        }

        Assert.InRange(Timer.ActiveCount - timers, int.MinValue, 10);
        pools.ForEach(static pool => pool.Dispose());
    }
}
