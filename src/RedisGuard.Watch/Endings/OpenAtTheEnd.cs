using RedisGuard.Watch.Connections;
using RedisGuard.Watch.Library;

namespace RedisGuard.Watch.Endings;

/// <summary>
/// Sorts what is open when a process ends, by one collection: somebody holds it, it was lost before, or only the end itself
/// dropped it. Finalizers don't run any more at that time, so the references are asked.
/// </summary>
internal sealed class OpenAtTheEnd
{
    private readonly HashSet<TrackedConnection> _lost = [];
    private readonly HashSet<TrackedConnection> _dropped = [];

    public bool IsLost(TrackedConnection connection) => _lost.Contains(connection);

    public bool IsDropped(TrackedConnection connection) => _dropped.Contains(connection);

    public static OpenAtTheEnd Sort(IReadOnlyCollection<TrackedConnection> open)
    {
        var roots = Unroot(open);
        GC.Collect();
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
            (connection.WasSuperseded() ? sorted._lost : sorted._dropped).Add(connection);
        }

        // The last one of a line whose others were lost is lost like them, unless Main held it.
        foreach (var last in sorted._dropped.Where(connection => !connection.Site.IsEntryPoint && sorted._lost.Any(lost => lost.Site == connection.Site)).ToList())
        {
            sorted._dropped.Remove(last);
            sorted._lost.Add(last);
        }

        return sorted;
    }

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
}
