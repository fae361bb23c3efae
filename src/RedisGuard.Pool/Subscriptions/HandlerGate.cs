namespace RedisGuard.Pool.Subscriptions;

/// <summary>
/// Calls the handlers of one subscription, and keeps a promise: once <see cref="CloseAsync"/> has completed, no call begins. A look
/// at a flag alone would leave the moment between the look and the call.
/// </summary>
/// <remarks>One thread at a time calls; any may close.</remarks>
internal sealed class HandlerGate
{
    // The thread that is about to call, or in the synchronous part of a call; 0 for none.
    private int _caller;
    private int _isClosed;
    private TaskCompletionSource? _left;

    /// <summary>Calls the handler; nothing when closed.</summary>
    public Task Call<TArg>(Func<TArg, Task> handler, TArg arg)
    {
        // Each side writes its own word before it reads the other's, with a full fence between.
        Interlocked.Exchange(ref _caller, Environment.CurrentManagedThreadId);
        try
        {
            return Volatile.Read(ref _isClosed) == 0 ? handler(arg) : Task.CompletedTask;
        }
        finally
        {
            Interlocked.Exchange(ref _caller, 0);
            Volatile.Read(ref _left)?.TrySetResult();
        }
    }

    /// <summary>Completes when no call can begin any more. Called from within a call it is complete at once: that one has begun.</summary>
    public Task CloseAsync()
    {
        var left = Volatile.Read(ref _left);
        if (left is null)
        {
            left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            left = Interlocked.CompareExchange(ref _left, left, null) ?? left;
        }

        Interlocked.Exchange(ref _isClosed, 1);
        var caller = Volatile.Read(ref _caller);
        return caller == 0 || caller == Environment.CurrentManagedThreadId ? Task.CompletedTask : left.Task;
    }
}
