using StackExchange.Redis;

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

    /// <summary>Waits for a call of the library, which has timeouts of its own: one that it forgot is left, so that nobody waits for ever.</summary>
    /// <param name="call">The call.</param>
    /// <param name="patience">How long; see <see cref="IPhysicalConnection.Patience"/>.</param>
    /// <exception cref="RedisTimeoutException">It has not ended by then.</exception>
    public static async Task WithinAsync(this Task call, TimeSpan patience)
    {
        try
        {
            await call.WaitAsync(patience).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!call.IsCompleted)
        {
            call.Observe();
            throw new RedisTimeoutException(
                FormattableString.Invariant($"StackExchange.Redis neither answered nor gave up within {patience.TotalSeconds:0.#} s. What the server made of it is not known."),
                CommandStatus.Unknown);
        }
    }

    /// <inheritdoc cref="WithinAsync(Task, TimeSpan)"/>
    public static async Task<T> WithinAsync<T>(this Task<T> call, TimeSpan patience)
    {
        await ((Task)call).WithinAsync(patience).ConfigureAwait(false);
        return await call.ConfigureAwait(false);
    }
}
