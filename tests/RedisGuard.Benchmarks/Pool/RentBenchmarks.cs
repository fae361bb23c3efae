using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using RedisGuard.Pool;

namespace RedisGuard.Benchmarks.Pool;

/// <summary>
/// Rent and return, uncontended: at most 250 ns and 160 B; tracking leaks costs at most 60 ns over not tracking them. The
/// semaphore that a hand-written pool would use stands beside it.
/// </summary>
[MemoryDiagnoser]
#pragma warning disable CA1001 // The runner calls TearDown; it knows nothing of IDisposable.
public class RentBenchmarks
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _semaphore = new(50, 50);
    private RedisPool _pool = null!;

    [Params(LeakDetection.Off, LeakDetection.Standard, LeakDetection.Paranoid)]
    public LeakDetection Detection { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _pool = new RedisPool(
            new RedisPoolOptions { LeakDetection = Detection }, NullLoggerFactory.Instance, TimeProvider.System, new StillConnection(), default);
        await RentAndReturn().ConfigureAwait(false);
        await _pool.GetDatabaseAsync().ConfigureAwait(false);
    }

    [GlobalCleanup]
    public void TearDown()
    {
        _pool.Dispose();
        _semaphore.Dispose();
    }

    [Benchmark(Baseline = true)]
    public async Task SemaphoreAlone()
    {
        await _semaphore.WaitAsync().ConfigureAwait(false);
        _semaphore.Release();
    }

    [Benchmark]
    public async ValueTask RentAndReturn()
    {
        var lease = await _pool.RentAsync().ConfigureAwait(false);
        await lease.DisposeAsync().ConfigureAwait(false);
    }

    [Benchmark]
    public object GetDatabase() => _pool.GetDatabase();
}
