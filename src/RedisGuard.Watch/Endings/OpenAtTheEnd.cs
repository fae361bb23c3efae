using RedisGuard.Watch.Connections;
using RedisGuard.Watch.Library;

namespace RedisGuard.Watch.Endings;

/// <summary>
/// Sorts what is open when a process ends, by one collection: somebody holds it, it was lost before, or only the end itself
/// dropped it. Finalizers don't run any more at that time, so the references are asked.
/// </summary>
internal sealed class OpenAtTheEnd
{
    // In milliseconds: with those before it about 40.
    private const int LongestWait = 32;

    private readonly HashSet<TrackedConnection> _lost = [];
    private readonly HashSet<TrackedConnection> _dropped = [];

    public bool IsLost(TrackedConnection connection) => _lost.Contains(connection);

    public bool IsDropped(TrackedConnection connection) => _dropped.Contains(connection);

    /// <param name="tallies">The lines, with what they have open.</param>
    /// <param name="mayRunOn">Whether the program may go on for a while, as a host does after a signal: nothing that it uses is touched then.</param>
    public static OpenAtTheEnd Sort(IReadOnlyCollection<SiteTally> tallies, bool mayRunOn)
    {
        var open = tallies.SelectMany(static tally => tally.Open).ToList();
        // Before the collection: one that the collector found earlier was lost, one that it finds now may have been dropped by the end.
        var superseded = open.Where(static connection => connection.State == ConnectionState.Leaked || connection.WasSuperseded()).ToHashSet();
        var suspects = tallies.Where(static tally => tally.Leaked > 0).Select(static tally => tally.Site)
            .Concat(superseded.Select(static connection => connection.Site)).ToHashSet();
        var operations = OperationsOf(open);
        var roots = Unroot(open);
        GC.Collect();
        // A command that queues while its thread ends would fail, so only what nobody uses is touched: what was replaced, and the
        // last one of a line that replaced others, unless it was used in these milliseconds.
        var ended = EndBacklogThreads(open.Where(connection => superseded.Contains(connection)
            || (!mayRunOn && suspects.Contains(connection.Site) && connection.Operations == operations[connection])));
        // A thread's stack is gone a moment after the thread has said that it is over.
        for (var wait = 2; wait <= LongestWait && ended.Exists(static connection => connection.IsAlive); wait *= 4)
        {
            Thread.Sleep(wait);
            GC.Collect();
        }

        var sorted = new OpenAtTheEnd();
        foreach (var connection in open)
        {
            if (connection.TryGet(out var held))
            {
                if (roots.GetValueOrDefault(connection) is { } root)
                {
                    root(held);
                }

                continue;
            }

            // The end of Main drops what Main held, and that is no leak. What its own line had already replaced was lost before.
            (superseded.Contains(connection) ? sorted._lost : sorted._dropped).Add(connection);
        }

        // The last one of a line whose others were lost, now or while it ran, is lost like them, unless Main held it.
        var losing = tallies.Where(static tally => tally.Leaked > 0).Select(static tally => tally.Site)
            .Concat(sorted._lost.Select(static lost => lost.Site)).ToHashSet();
        foreach (var last in sorted._dropped.Where(connection => !connection.Site.IsEntryPoint && losing.Contains(connection.Site)).ToList())
        {
            sorted._dropped.Remove(last);
            sorted._lost.Add(last);
        }

        return sorted;
    }

    private static Dictionary<TrackedConnection, long?> OperationsOf(IEnumerable<TrackedConnection> open) =>
        open.ToDictionary(static connection => connection, static connection => connection.Operations);

    // In a method of its own: a reference in a local would hold what the collection is to find.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static Dictionary<TrackedConnection, Action<StackExchange.Redis.ConnectionMultiplexer>> Unroot(IEnumerable<TrackedConnection> open)
    {
        var roots = new Dictionary<TrackedConnection, Action<StackExchange.Redis.ConnectionMultiplexer>>();
        foreach (var connection in open)
        {
            if (connection.TryGet(out var multiplexer) && SeRedisInternals.Unroot(multiplexer) is { } root)
            {
                roots[connection] = root;
            }
        }

        return roots;
    }

    // In a method of its own, too.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static List<TrackedConnection> EndBacklogThreads(IEnumerable<TrackedConnection> unsure)
    {
        var waiting = unsure.Where(static connection => connection.TryGet(out var multiplexer) && BacklogThread.IsIdle(multiplexer)).ToList();
        BacklogThread.End(waiting.Select(static connection => connection.TryGet(out var multiplexer) ? multiplexer : null).OfType<StackExchange.Redis.ConnectionMultiplexer>());
        return waiting;
    }
}
