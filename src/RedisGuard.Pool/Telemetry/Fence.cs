namespace RedisGuard.Pool.Telemetry;

/// <summary>
/// The way to code that isn't the pool's: loggers, listeners of meters and activities, handlers of events. Whatever it throws
/// stays there: an exception on a timer's thread would end the process, one in the middle of a return would lose a permit.
/// </summary>
/// <remarks>
/// Called outside every lock, and after what it tells of. Such code may call the pool, even dispose it: <see cref="IsInside"/>
/// says on its thread that nobody there may wait for the pool, as the pool waits for it.
/// </remarks>
internal static class Fence
{
    [ThreadStatic]
    private static int t_depth;

    /// <summary>Whether this thread is running such code.</summary>
    public static bool IsInside => t_depth > 0;

    /// <summary>Runs it. What it threw, if anything.</summary>
    public static Exception? Run<TState>(Action<TState> foreign, TState state)
    {
        t_depth++;
        try
        {
            foreign(state);
            return null;
        }
#pragma warning disable CA1031 // This is the one place that catches whatever others throw.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e;
        }
        finally
        {
            t_depth--;
        }
    }

    /// <summary>Runs it for a result. <paramref name="otherwise"/> when it threw.</summary>
    public static TResult Ask<TState, TResult>(Func<TState, TResult> foreign, TState state, TResult otherwise)
    {
        t_depth++;
        try
        {
            return foreign(state);
        }
#pragma warning disable CA1031 // See above.
        catch (Exception)
#pragma warning restore CA1031
        {
            return otherwise;
        }
        finally
        {
            t_depth--;
        }
    }

    /// <summary>Runs it, and lets through what it throws: to whoever asked for it that is an answer, such as a refused connect.</summary>
    public static void Pass<TState>(Action<TState> foreign, TState state)
    {
        t_depth++;
        try
        {
            foreign(state);
        }
        finally
        {
            t_depth--;
        }
    }

    /// <summary>Calls each handler of an event, whatever those before it did.</summary>
    /// <param name="handlers">The handlers.</param>
    /// <param name="sender">Whose event it is.</param>
    /// <param name="args">What happened.</param>
    /// <param name="failed">Told what a handler threw.</param>
    public static void Raise<TArgs>(EventHandler<TArgs>? handlers, object? sender, TArgs args, Action<Exception> failed)
    {
        foreach (var handler in handlers?.GetInvocationList() ?? [])
        {
            if (Run(static call => ((EventHandler<TArgs>)call.handler)(call.sender, call.args), (handler, sender, args)) is { } failure)
            {
                failed(failure);
            }
        }
    }
}
