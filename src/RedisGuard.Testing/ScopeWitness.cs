using RedisGuard.Pool.Leaks;
using RedisGuard.Watch;
using RedisGuard.Watch.Arming;
using RedisGuard.Watch.Connections;

namespace RedisGuard.Testing;

/// <summary>Hears of everything that is opened in the process and hands it to the scope that it was opened in.</summary>
internal static class ScopeWitness
{
    private static readonly object s_gate = new();
    private static bool s_isListening;
    private static int s_unattributed;

    /// <summary>Connections that were opened outside of every scope, since the first one.</summary>
    public static int Unattributed => Volatile.Read(ref s_unattributed);

    /// <exception cref="InvalidOperationException">The watch can't see: a scope would be green whatever leaks.</exception>
    public static void Listen()
    {
        lock (s_gate)
        {
            if (!ConnectionWatch.Start(new WatchSettings()) || ConnectionWatch.Seen is not { } seen)
            {
                throw new InvalidOperationException($"The watch can't see connections in this process, so that no leak could be found. {Failure.Reason}");
            }

            if (!s_isListening)
            {
                seen.Added += Connected;
                Handles.Acquired += Acquired;
                s_isListening = true;
            }
        }
    }

    private static void Connected(TrackedConnection connection)
    {
        if (connection.Scope is not LeakScope scope)
        {
            Interlocked.Increment(ref s_unattributed);
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
