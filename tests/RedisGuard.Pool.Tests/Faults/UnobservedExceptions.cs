using System.Collections.Concurrent;

namespace RedisGuard.Pool.Tests.Faults;

/// <summary>Exceptions of the pool's tasks that nobody looked at, in the whole process.</summary>
internal static class UnobservedExceptions
{
    // A finalizer may only now let go of the task.
    private const int Collections = 3;

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

    /// <summary>Tells whether the process hears of one failure.</summary>
    /// <param name="failure">The failure, of a test.</param>
    /// <param name="act">Has a task fail with it, and keeps no reference to the task.</param>
    public static async Task<bool> HearsOfAsync(Exception failure, Func<Task> act)
    {
        var isHeard = false;
        EventHandler<UnobservedTaskExceptionEventArgs> hear = (_, unobserved) => isHeard |= unobserved.Exception.InnerException == failure;
        TaskScheduler.UnobservedTaskException += hear;
        try
        {
            await act();
            for (var collection = 0; collection < Collections; collection++)
            {
                Collect();
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= hear;
        }

        return isHeard;
    }
}
