namespace RedisGuard.Dashboard.History;

/// <summary>The times at which something leaked from one line. For one caller at a time.</summary>
internal sealed class LeakLog
{
    private const int MostEntries = 64;

    private readonly Queue<(DateTimeOffset At, long Count)> _entries = new();

    /// <summary>The number of leaks that are written down.</summary>
    public long Known { get; set; }

    public DateTimeOffset? LastAt { get; private set; }

    public void Add(DateTimeOffset at, long count)
    {
        LastAt = at;
        _entries.Enqueue((at, count));
        if (_entries.Count > MostEntries)
        {
            _entries.Dequeue();
        }
    }

    public long Since(DateTimeOffset start) => _entries.Where(entry => entry.At >= start).Sum(static entry => entry.Count);
}
