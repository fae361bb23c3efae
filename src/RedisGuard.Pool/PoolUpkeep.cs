using Microsoft.Extensions.Logging;
using RedisGuard.Pool.Connections;
using RedisGuard.Pool.Healing;
using RedisGuard.Pool.Health;
using RedisGuard.Pool.Leases;
using RedisGuard.Pool.Upkeep;

namespace RedisGuard.Pool;

/// <summary>Does what a pool does by the clock, from the first connection that it is asked for.</summary>
internal sealed class PoolUpkeep(
    SharedConnectionWatch shared,
    SocketWatch sockets,
    HealthMonitor health,
    IdlePruner pruner,
    LongHeldWatch longHeld,
    RedisPoolOptions options,
    ILogger logger,
    TimeProvider time) : IAsyncDisposable
{
    // Often enough to meet a threshold within a quarter of it, and never busy.
    private const int LooksPerThreshold = 4;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    // Sockets are looked at by the system's clock, which is theirs; the rest goes by the pool's.
    private readonly Supervisor _sockets = new(options.Name!, logger, TimeProvider.System);
    private readonly Supervisor _rest = new(options.Name!, logger, time);
    private int _isStarted;

    /// <summary>When each loop last ran; empty before the first use of the pool.</summary>
    public IReadOnlyList<RedisLoopSnapshot> Loops => [.. _sockets.Loops, .. _rest.Loops];

    /// <summary>Begins, once: a pool that nobody uses holds no timer.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref _isStarted, 1) != 0)
        {
            return;
        }

        var terms = new HealingTerms(options.SocketTimeout);
        var period = Period();
        _sockets.Start("sockets", terms.Look, _ =>
        {
            Rounds.Each<Action>([shared.Look, sockets.Look], static look => look());
            return Task.FromResult(terms.Look);
        });
        _rest.Start("health", health.Pause, health.LookAsync);
        _rest.Start("idle connections", period, _ =>
        {
            pruner.Prune();
            return Task.FromResult(period);
        });
        _rest.Start("long-held leases", period, _ =>
        {
            longHeld.Look();
            return Task.FromResult(period);
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _sockets.DisposeAsync().ConfigureAwait(false);
        await _rest.DisposeAsync().ConfigureAwait(false);
    }

    private TimeSpan Period()
    {
        var period = Longest;
        foreach (var threshold in new[] { options.IdleTimeout, options.LongHeldThreshold, options.MaxLifetime })
        {
            if (threshold != Timeout.InfiniteTimeSpan && threshold / LooksPerThreshold < period)
            {
                period = threshold / LooksPerThreshold;
            }
        }

        return period < Shortest ? Shortest : period;
    }
}
