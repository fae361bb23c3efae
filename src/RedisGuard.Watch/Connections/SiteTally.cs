using RedisGuard.Watch.Sites;

namespace RedisGuard.Watch.Connections;

/// <summary>Connections that one line opened, and what became of them. Not thread-safe: its owner locks.</summary>
internal sealed class SiteTally(CallSite site)
{
    // As many as churn takes to be one, and enough for a median.
    private const int Remembered = 64;

    private readonly Queue<(DateTimeOffset Closed, TimeSpan Life)> _closings = new();
    private readonly Dictionary<CallSite, long> _closedBy = [];
    private TrackedConnection? _last;

    public CallSite Site { get; } = site;

    public long Opened { get; private set; }

    public long Closed { get; private set; }

    public long Leaked { get; private set; }

    /// <summary>The highest rate of short lives that was seen; <see langword="null"/> when it never was churn.</summary>
    public Churn? Churn { get; private set; }

    /// <summary>Those of which nothing is known but that they are, or were, open.</summary>
    public List<TrackedConnection> Open { get; } = [];

    public IReadOnlyDictionary<CallSite, long> ClosedBy => _closedBy;

    public void Add(TrackedConnection connection)
    {
        Opened++;
        Open.Add(connection);
        _last?.NoteNext();
        _last = connection;
    }

    /// <summary>Takes one back that another line turned out to have opened.</summary>
    public void Remove(TrackedConnection connection)
    {
        if (Open.Remove(connection))
        {
            Opened--;
        }
    }

    /// <summary>Looks at what is open and counts what no longer is.</summary>
    public void Sweep(DateTimeOffset now)
    {
        foreach (var connection in Open)
        {
            connection.Look(now);
        }

        Open.RemoveAll(connection => Settle(connection, now));
    }

    private bool Settle(TrackedConnection connection, DateTimeOffset now)
    {
        switch (connection.State)
        {
            case ConnectionState.Leaked:
                Leaked++;
                return true;
            case ConnectionState.Closed:
                Closed++;
                if (connection.ClosedBy is { } line)
                {
                    _closedBy[line] = _closedBy.GetValueOrDefault(line) + 1;
                }

                if (connection.Opened is { } opened)
                {
                    Remember(connection.Closed ?? now, opened);
                }

                return true;
            default:
                return false;
        }
    }

    private void Remember(DateTimeOffset closed, DateTimeOffset opened)
    {
        _closings.Enqueue((closed, closed - opened));
        if (_closings.Count > Remembered)
        {
            _closings.Dequeue();
        }

        var seen = Connections.Churn.Of(_closings, closed);
        Churn = seen is null || Churn?.Closings > seen.Closings ? Churn : seen;
    }
}
