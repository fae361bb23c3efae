using RedisGuard.Watch.Library;
using RedisGuard.Watch.Sites;
using StackExchange.Redis;

namespace RedisGuard.Watch.Connections;

/// <summary>Every connection that was met, by the line that opened it.</summary>
internal sealed class Registry(TimeProvider time)
{
    private readonly object _gate = new();
    private readonly Dictionary<CallSite, SiteTally> _sites = [];

    /// <summary>Changes whenever a connection comes.</summary>
    public long Version { get; private set; }

    /// <summary>Raised for each connection, after it was added, on the thread that opened it.</summary>
    public event Action<TrackedConnection>? Added;

    public TrackedConnection Add(ConnectionMultiplexer multiplexer, CallSite site, object? scope, bool fromTheBeginning = true)
    {
        TrackedConnection connection;

        // In one step: a look at what lives may meet it in the middle of its Connect. Two records would be two witnesses, and the
        // one that lost its place would be collected at once, and call the connection lost.
        lock (_gate)
        {
            if (CollectionWitness.RecordOf(multiplexer) is { } known)
            {
                // Met by a look before its line was known.
                if (known.Opened is not null || site == CallSite.Unknown)
                {
                    return known;
                }

                known.Withdraw();
                Forget(known);
            }

            connection = new TrackedConnection(multiplexer, site, scope, ServerOf(multiplexer), fromTheBeginning ? time.GetUtcNow() : null);
            if (!_sites.TryGetValue(site, out var tally))
            {
                _sites[site] = tally = new SiteTally(site);
            }

            tally.Add(connection);
            Version++;
            CollectionWitness.Attach(multiplexer, connection);
        }

        Added?.Invoke(connection);
        return connection;
    }

    /// <summary>Finds out which of the open ones were closed just now, by the one who is on the stack.</summary>
    public void FindClosed()
    {
        CallSite? closer = null;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            foreach (var tally in _sites.Values)
            {
                var isFound = false;
                foreach (var connection in tally.Open)
                {
                    if (connection.State == ConnectionState.Open && connection.TryGet(out var multiplexer) && SeRedisInternals.IsClosed(multiplexer) == true)
                    {
                        isFound |= connection.Look(now, closer ??= SiteFinder.OfClosing());
                    }
                }

                // Counted at once, or a program that opens and closes all the time would be looked through longer and longer.
                if (isFound)
                {
                    tally.Sweep(now);
                }
            }
        }
    }

    /// <summary>Takes in what lives without having been met: opened before the watch, or with defaults of its own.</summary>
    public void FindUnmet()
    {
        foreach (var multiplexer in SeRedisInternals.Live() ?? [])
        {
            if (SeRedisInternals.IsClosed(multiplexer) != true)
            {
                Add(multiplexer, CallSite.Unknown, scope: null, fromTheBeginning: false);
            }
        }
    }

    /// <summary>Looks at all that is open, then reads.</summary>
    public T Read<T>(Func<IReadOnlyCollection<SiteTally>, T> read)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            foreach (var tally in _sites.Values)
            {
                tally.Sweep(now);
            }

            return read(_sites.Values);
        }
    }

    // A line that turned out to have opened nothing isn't one.
    private void Forget(TrackedConnection connection)
    {
        if (_sites.TryGetValue(connection.Site, out var tally))
        {
            tally.Remove(connection);
            if (tally.Opened == 0)
            {
                _sites.Remove(connection.Site);
            }
        }
    }

    // As configured, so that two connections to one server are alike; neither user nor password is part of an end point.
    private static string ServerOf(ConnectionMultiplexer multiplexer)
    {
        var endPoints = multiplexer.GetEndPoints(configuredOnly: true);
        return endPoints.Length == 1 ? Text(endPoints[0]) : string.Join(',', endPoints.Select(Text).Order(StringComparer.Ordinal));

        static string Text(System.Net.EndPoint endPoint) => endPoint is System.Net.DnsEndPoint name
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name.Host}:{name.Port}")
            : endPoint.ToString() ?? "";
    }
}
