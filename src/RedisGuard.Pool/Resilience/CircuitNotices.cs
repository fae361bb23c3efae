using System.Collections.Concurrent;

namespace RedisGuard.Pool.Resilience;

/// <summary>Tells of changes in the order in which they happened, one at a time, under no lock.</summary>
internal sealed class CircuitNotices(Action<RedisCircuitStateChangedEventArgs> tell)
{
    private readonly ConcurrentQueue<RedisCircuitStateChangedEventArgs> _untold = new();
    private int _telling;

    /// <summary>Called under the lock that orders the changes.</summary>
    public void Add(RedisCircuitStateChangedEventArgs change) => _untold.Enqueue(change);

    /// <summary>
    /// Called under none. One thread tells at a time; who comes meanwhile, a handler that causes a change included, leaves it
    /// to that one.
    /// </summary>
    public void Deliver()
    {
        // Looked at again after each round: what was added just before a round ended belongs to nobody else.
        while (!_untold.IsEmpty && Interlocked.CompareExchange(ref _telling, 1, 0) == 0)
        {
            try
            {
                while (_untold.TryDequeue(out var change))
                {
                    tell(change);
                }
            }
            finally
            {
                Volatile.Write(ref _telling, 0);
            }
        }
    }
}
