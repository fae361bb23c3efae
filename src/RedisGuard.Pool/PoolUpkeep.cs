using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Leases;

namespace RedisGuard.Pool;

/// <summary>What a pool does by the clock: one timer for all of it.</summary>
internal sealed class PoolUpkeep : IAsyncDisposable
{
    // Often enough to meet a threshold within a quarter of it, and never busy.
    private const int LooksPerThreshold = 4;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private readonly ITimer _timer;

    public PoolUpkeep(IdlePruner pruner, LongHeldWatch longHeld, RedisPoolOptions options, TimeProvider time)
    {
        var period = Longest;
        foreach (var threshold in new[] { options.IdleTimeout, options.LongHeldThreshold, options.MaxLifetime })
        {
            if (threshold != Timeout.InfiniteTimeSpan && threshold / LooksPerThreshold < period)
            {
                period = threshold / LooksPerThreshold;
            }
        }

        period = period < Shortest ? Shortest : period;
        using var noFlow = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
        _timer = time.CreateTimer(
            _ =>
            {
                pruner.Prune();
                longHeld.Look();
            },
            null,
            period,
            period);
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();
}
