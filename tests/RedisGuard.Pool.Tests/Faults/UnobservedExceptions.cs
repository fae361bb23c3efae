using System.Collections.Concurrent;

namespace RedisGuard.Pool.Tests.Faults;

/// <summary>Exceptions of the pool's tasks that nobody looked at, in the whole process.</summary>
internal static class UnobservedExceptions
{
    private static readonly ConcurrentQueue<string> Found = new();

    static UnobservedExceptions() => TaskScheduler.UnobservedTaskException += static (_, unobserved) =>
    {
        var text = unobserved.Exception.ToString();

        // What the library leaves unseen, or another test, is not the pool's to answer for.
        if (text.Contains("at RedisGuard.Pool.", StringComparison.Ordinal) && !text.Contains("at RedisGuard.Pool.Tests.", StringComparison.Ordinal))
        {
            Found.Enqueue(text);
        }
    };

    /// <summary>Begins to watch, at the latest now.</summary>
    public static void Watch()
    {
        // The static constructor does it.
    }

    public static IReadOnlyCollection<string> Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Found;
    }
}
