using System.Runtime.CompilerServices;
using RedisGuard.Pool;

namespace RedisGuard.Dashboard.History;

/// <summary>The history of each living pool. Keeps none of them alive. Thread-safe.</summary>
internal sealed class PoolHistories(TimeProvider time)
{
    private readonly ConditionalWeakTable<RedisPool, PoolHistory> _of = [];

    /// <summary>Begins to write down those that it doesn't know yet.</summary>
    public void Follow()
    {
        foreach (var pool in PoolRegistry.All)
        {
            Of(pool);
        }
    }

    public PoolHistory Of(RedisPool pool) => _of.GetValue(pool, pool => new PoolHistory(pool, time));
}
