namespace RedisGuard.Pool.Connections;

/// <summary>Tasks that nobody waits for any more.</summary>
internal static class AbandonedTasks
{
    /// <summary>Looks at its failure, should it have one: unseen, it would be raised as one of the process.</summary>
    public static void Observe(this Task task) =>
        _ = task.ContinueWith(
            static done => done.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
}
