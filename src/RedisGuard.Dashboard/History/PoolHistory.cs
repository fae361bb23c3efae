using RedisGuard.Pool;

namespace RedisGuard.Dashboard.History;

/// <summary>The history of one pool: its health, its breaker, its leaks, since somebody began to write it down. Thread-safe.</summary>
internal sealed class PoolHistory
{
    private const int MostChanges = 100;

    // What «in 10 min» of the verdict means.
    private static readonly TimeSpan RecentLeaks = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RecentHealings = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private readonly TimeProvider _time;
    private readonly Queue<Change> _health = new();
    private readonly Queue<Change> _breaker = new();
    private readonly Queue<(DateTimeOffset At, long Count)> _healings = new();
    private readonly Dictionary<(RedisLeakKind, RedisCallSite), LeakLog> _leaks = [];
    private DateTimeOffset? _lastLeakAt;

    public PoolHistory(RedisPool pool, TimeProvider time)
    {
        _time = time;
        Since = time.GetUtcNow();
        var now = pool.GetSnapshot();
        Note(_health, now.Health.State.ToString());
        Note(_breaker, now.Breaker.ToString());
        foreach (var leak in now.Leaks)
        {
            Log(leak).Known = leak.Count;
        }

        pool.HealthChanged += (_, change) => Note(_health, change.Health.State.ToString());
        pool.Breaker.StateChanged += (_, change) => Note(_breaker, change.Current.ToString());
        pool.LeakDetected += (_, found) => Note(found.Leak);
    }

    /// <summary>The time at which it began.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>The last leak since then.</summary>
    public DateTimeOffset? LastLeakAt
    {
        get
        {
            lock (_gate)
            {
                return _lastLeakAt;
            }
        }
    }

    public IReadOnlyList<Change> Health => Copy(_health);

    public IReadOnlyList<Change> Breaker => Copy(_breaker);

    /// <summary>Counts the recent leaks of a line, and tells when the last one was found.</summary>
    public (long Recent, DateTimeOffset? Last) Of(RedisLeak leak)
    {
        lock (_gate)
        {
            var log = Log(leak);
            // One that the event hasn't told yet.
            if (leak.Count > log.Known)
            {
                Add(log, leak.Count);
            }

            return (log.Since(_time.GetUtcNow() - RecentLeaks), log.LastAt);
        }
    }

    /// <summary>Counts the dead sockets that were closed lately.</summary>
    /// <param name="healings">How many it were in all.</param>
    public long Recent(long healings)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            if (_healings.Count == 0 || _healings.Last().Count != healings)
            {
                _healings.Enqueue((now, healings));
            }

            while (_healings.Count > 1 && now - _healings.ElementAt(1).At > RecentHealings)
            {
                _healings.Dequeue();
            }

            return healings - _healings.Peek().Count;
        }
    }

    private void Note(RedisLeak leak)
    {
        lock (_gate)
        {
            var log = Log(leak);
            if (leak.Count > log.Known)
            {
                Add(log, leak.Count);
            }
        }
    }

    private void Add(LeakLog log, long count)
    {
        var now = _time.GetUtcNow();
        log.Add(now, count - log.Known);
        log.Known = count;
        _lastLeakAt = now;
    }

    private LeakLog Log(RedisLeak leak)
    {
        var key = (leak.Kind, leak.Site);
        return _leaks.TryGetValue(key, out var log) ? log : _leaks[key] = new LeakLog();
    }

    private void Note(Queue<Change> changes, string state)
    {
        lock (_gate)
        {
            if (changes.Count > 0 && changes.Last().State == state)
            {
                return;
            }

            changes.Enqueue(new Change(_time.GetUtcNow().ToUnixTimeMilliseconds(), state));
            if (changes.Count > MostChanges)
            {
                changes.Dequeue();
            }
        }
    }

    private IReadOnlyList<Change> Copy(Queue<Change> changes)
    {
        lock (_gate)
        {
            return [.. changes];
        }
    }
}
