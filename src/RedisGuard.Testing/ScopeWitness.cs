using RedisGuard.Pool.Leaks;
using RedisGuard.Watch;
using RedisGuard.Watch.Arming;
using RedisGuard.Watch.Connections;

namespace RedisGuard.Testing;

/// <summary>Hears of everything that is opened in the process and hands it to the scope that it was opened in.</summary>
internal static class ScopeWitness
{
    private static readonly object s_gate = new();
    private static readonly List<TrackedConnection> s_unmet = [];
    private static bool s_isListening;
    private static int s_unattributed;

    /// <summary>Connections that were opened outside of every scope, since the first one.</summary>
    public static int Unattributed => Volatile.Read(ref s_unattributed);

    /// <exception cref="InvalidOperationException">The watch can't see: a scope would be green whatever leaks.</exception>
    public static void Listen()
    {
        if (!TryListen())
        {
            throw new InvalidOperationException($"The watch can't see connections in this process, so that no leak could be found. {Failure.Reason}");
        }
    }

    /// <returns>Whether the watch sees.</returns>
    public static bool TryListen()
    {
        lock (s_gate)
        {
            if (!ConnectionWatch.Start(new WatchSettings()) || ConnectionWatch.Seen is not { } seen)
            {
                return false;
            }

            if (!s_isListening)
            {
                seen.Added += Connected;
                Handles.Acquired += Acquired;
                s_isListening = true;
            }

            return true;
        }
    }

    /// <summary>Looks for connections that were opened past the watch.</summary>
    /// <returns>How many there have been in this process.</returns>
    public static int FindUnmet()
    {
        ConnectionWatch.Seen?.FindUnmet();
        lock (s_unmet)
        {
            return s_unmet.Count;
        }
    }

    /// <summary>The number of connections that were opened past the watch since then are open.</summary>
    /// <param name="before">What <see cref="FindUnmet"/> said then.</param>
    public static int UnmetAndOpen(int before)
    {
        FindUnmet();
        lock (s_unmet)
        {
            return s_unmet.Skip(before).Count(static connection => StateOf(connection) == OpenState.Held);
        }
    }

    private static void Connected(TrackedConnection connection)
    {
        if (connection.Scope is not LeakScope scope)
        {
            Interlocked.Increment(ref s_unattributed);
            if (connection.Opened is null)
            {
                lock (s_unmet)
                {
                    s_unmet.Add(connection);
                }
            }

            return;
        }

        // The pool's own connections are the pool's to close; its leases and its dedicated ones are looked at themselves.
        if (connection.Site.OpenerAssembly == "RedisGuard.Pool")
        {
            return;
        }

        var site = connection.Site;
        scope.Add(new OpenedInScope(LeakKinds.Connections, site.Member, site.Path, site.Line, site.Via, () => StateOf(connection)));
    }

    private static void Acquired(AcquiredHandle handle)
    {
        if (ConnectionWatch.Scope is not LeakScope scope)
        {
            return;
        }

        var kind = handle.Kind switch
        {
            Pool.RedisLeakKind.Lease => LeakKinds.Leases,
            Pool.RedisLeakKind.Subscription => LeakKinds.Subscriptions,
            _ => LeakKinds.DedicatedConnections,
        };
        scope.Add(new OpenedInScope(
            kind, handle.Site.Member, handle.Site.FilePath, handle.Site.Line, Via: null, () => !handle.IsOpen ? OpenState.Closed : handle.IsHeld ? OpenState.Held : OpenState.Dropped));
    }

    private static OpenState StateOf(TrackedConnection connection)
    {
        connection.Look(DateTimeOffset.UtcNow);
        return connection.State switch
        {
            ConnectionState.Closed => OpenState.Closed,
            ConnectionState.Leaked => OpenState.Dropped,
            _ => OpenState.Held,
        };
    }
}
