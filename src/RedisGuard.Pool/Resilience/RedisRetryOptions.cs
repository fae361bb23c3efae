namespace RedisGuard.Pool;

/// <summary>Manner in which a pool's <c>ExecuteAsync</c> tries again.</summary>
/// <remarks>Not thread-safe. A pool copies them when it is created.</remarks>
public sealed class RedisRetryOptions
{
    /// <summary>Most attempts to send a command, the first included. Default 3 (StackExchange.Redis 3.x, <c>RetryPolicy</c>).</summary>
    public int MaxAttempts { get; set; } = 3;

    /// <summary>Pause before it is sent again; half of it is random. Default 1 s (StackExchange.Redis 3.x, <c>RetryPolicy</c>).</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The one deadline over all: getting the connection, every attempt, and the waits between. <see langword="null"/>, the
    /// default, for as long as the connection's own timeout, which costs nothing to keep; a shorter one costs an allocation a
    /// call.
    /// </summary>
    public TimeSpan? Timeout { get; set; }

    internal RedisRetryOptions Copy() => (RedisRetryOptions)MemberwiseClone();
}
