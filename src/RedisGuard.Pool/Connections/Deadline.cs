namespace RedisGuard.Pool.Connections;

/// <summary>A point in monotonic time that several waits in a row share.</summary>
internal readonly struct Deadline(TimeProvider time, TimeSpan timeout)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>What is left, never negative.</summary>
    public TimeSpan Remaining
    {
        get
        {
            if (timeout == Timeout.InfiniteTimeSpan)
            {
                return timeout;
            }

            var left = timeout - time.GetElapsedTime(_start);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    public TimeSpan Elapsed => time.GetElapsedTime(_start);

    public Task WaitAsync(Task task, CancellationToken cancellationToken) => task.WaitAsync(Remaining, time, cancellationToken);

    public Task<T> WaitAsync<T>(Task<T> task, CancellationToken cancellationToken) => task.WaitAsync(Remaining, time, cancellationToken);
}
