using Microsoft.Extensions.Logging;

namespace RedisGuard.Pool.Upkeep;

/// <summary>
/// Runs what a pool does by the clock. Whatever a round throws, the next comes: a safety function that ended silently would
/// leave its last, good reading up.
/// </summary>
internal sealed class Supervisor(string pool, ILogger logger, TimeProvider time) : IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly List<SupervisedLoop> _loops = [];
    private bool _isClosed;

    /// <summary>When each loop last ran.</summary>
    public IReadOnlyList<RedisLoopSnapshot> Loops
    {
        get
        {
            lock (_gate)
            {
                return [.. _loops.Select(static loop => loop.Now)];
            }
        }
    }

    /// <summary>Starts a loop.</summary>
    /// <param name="name">What it does; shown.</param>
    /// <param name="first">How long before the first round.</param>
    /// <param name="round">Does a round and says how long to wait before the next. Its token ends when the pool is closed.</param>
    public void Start(string name, TimeSpan first, Func<CancellationToken, Task<TimeSpan>> round)
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                _loops.Add(new SupervisedLoop(name, first, round, pool, logger, time));
            }
        }
    }

    /// <summary>Ends all loops, and waits for the rounds under way; they are asked to end.</summary>
    public async ValueTask DisposeAsync()
    {
        SupervisedLoop[] loops;
        lock (_gate)
        {
            _isClosed = true;
            loops = [.. _loops];
        }

        foreach (var loop in loops)
        {
            await loop.DisposeAsync().ConfigureAwait(false);
        }
    }
}
