using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;
using Polly.CircuitBreaker;
using RedisGuard.Benchmarks.Pool;
using RedisGuard.Pool;
using StackExchange.Redis;
using StackExchange.Redis.Availability;

namespace RedisGuard.Benchmarks.Resilience;

/// <summary>
/// The breaker beside Polly's and the library's own, over calls that cost nothing: admission and result while it is closed, and
/// rejection. The limits are 25 and 30 ns, and no allocation.
/// <c>dotnet run -c Release --project tests/RedisGuard.Benchmarks -- --filter '*BreakerBenchmarks*'</c>
/// </summary>
/// <remarks>
/// The library's (3.x) is no gate in front of a call: it counts results, and whoever fails over asks it now and then whether the
/// server does well. What can be compared is the counting of a result.
/// </remarks>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
#pragma warning disable CA1001 // The runner calls TearDown; it knows nothing of IDisposable.
public class BreakerBenchmarks
#pragma warning restore CA1001
{
    private const string Admission = "closed";
    private const string Rejection = "rejected";
    private const string Thrown = "rejected, thrown";

    private static readonly Task<int> Reply = Task.FromResult(42);

    private readonly ResilienceContext _context = ResilienceContextPool.Shared.Get();
    private ResiliencePipeline _pollyClosed = null!;
    private ResiliencePipeline _pollyIsolated = null!;
    private CircuitBreaker.Accumulator _library = null!;
    private RedisCircuitBreaker _closed = null!;
    private RedisCircuitBreaker _isolated = null!;
    private RedisPool _pool = null!;
    private RedisPool _poolIsolated = null!;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        var control = new CircuitBreakerManualControl();
        _pollyClosed = new ResiliencePipelineBuilder().AddCircuitBreaker(new CircuitBreakerStrategyOptions()).Build();
        _pollyIsolated = new ResiliencePipelineBuilder().AddCircuitBreaker(new CircuitBreakerStrategyOptions { ManualControl = control }).Build();
        await control.IsolateAsync().ConfigureAwait(false);
        _library = CircuitBreaker.Default.CreateAccumulator();
        _closed = new RedisCircuitBreaker(static _ => Task.CompletedTask, logger: NullLogger.Instance);
        _isolated = new RedisCircuitBreaker(static _ => Task.CompletedTask, logger: NullLogger.Instance);
        _isolated.Isolate();
        _pool = await PoolAsync("closed").ConfigureAwait(false);
        _poolIsolated = await PoolAsync("isolated").ConfigureAwait(false);
        _poolIsolated.Breaker.Isolate();
    }

    [GlobalCleanup]
    public void TearDown()
    {
        ResilienceContextPool.Shared.Return(_context);
        _closed.Dispose();
        _isolated.Dispose();
        _pool.Dispose();
        _poolIsolated.Dispose();
    }

    [Benchmark(Baseline = true)]
    [BenchmarkCategory(Admission)]
    public ValueTask<int> PollyExecuteAsync() => _pollyClosed.ExecuteAsync(static (_, reply) => new ValueTask<int>(reply), _context, Reply);

    [Benchmark]
    [BenchmarkCategory(Admission)]
    public int PollyExecute() => _pollyClosed.Execute(static (_, reply) => reply, _context, 42);

    [Benchmark]
    [BenchmarkCategory(Admission)]
    public bool LibraryCounts()
    {
        var result = default(FaultContext);
        _library.ObserveResult(in result);
        return result.IsFault;
    }

    [Benchmark]
    [BenchmarkCategory(Admission)]
    public bool EnterAndSucceed()
    {
        if (!_closed.TryEnter(out var ticket))
        {
            return false;
        }

        _closed.RecordSuccess(ticket);
        return true;
    }

    [Benchmark]
    [BenchmarkCategory(Admission)]
    public ValueTask<int> ExecuteAsync() => _closed.ExecuteAsync(static reply => reply, Reply);

    [Benchmark]
    [BenchmarkCategory(Admission)]
    public ValueTask<int> PoolExecuteAsync() => _pool.ExecuteAsync(static (_, reply) => reply, Reply);

    [Benchmark(Baseline = true)]
    [BenchmarkCategory(Rejection)]
    public ValueTask<Outcome<int>> PollyExecuteOutcomeAsync() =>
        _pollyIsolated.ExecuteOutcomeAsync(static (_, reply) => new ValueTask<Outcome<int>>(Outcome.FromResult(reply)), _context, 42);

    [Benchmark]
    [BenchmarkCategory(Rejection)]
    public bool TryEnter() => _isolated.TryEnter(out _);

    [Benchmark]
    [BenchmarkCategory(Rejection)]
    public ValueTask<RedisOutcome<int>> PoolTryExecuteAsync() => _poolIsolated.TryExecuteAsync(static (_, reply) => reply, Reply);

    [Benchmark(Baseline = true)]
    [BenchmarkCategory(Thrown)]
    public async Task<bool> PollyThrowsAsync()
    {
        try
        {
            await _pollyIsolated.ExecuteAsync(static (_, reply) => new ValueTask<int>(reply), _context, Reply).ConfigureAwait(false);
            return true;
        }
        catch (BrokenCircuitException)
        {
            return false;
        }
    }

    [Benchmark]
    [BenchmarkCategory(Thrown)]
    public async Task<bool> PoolThrowsAsync()
    {
        try
        {
            await _poolIsolated.ExecuteAsync(static (_, reply) => reply, Reply).ConfigureAwait(false);
            return true;
        }
        catch (RedisCircuitOpenException)
        {
            return false;
        }
    }

    private static async Task<RedisPool> PoolAsync(string name)
    {
        var pool = new RedisPool(
            new RedisPoolOptions { Name = name }, NullLoggerFactory.Instance, TimeProvider.System, new StillConnection(), default);
        await pool.GetDatabaseAsync().ConfigureAwait(false);
        return pool;
    }
}
