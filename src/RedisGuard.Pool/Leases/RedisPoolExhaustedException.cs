using StackExchange.Redis;

namespace RedisGuard.Pool;

/// <summary>
/// No connection became free in time. The message is a diagnosis: the limit, who holds the connections, how many wait, and
/// what it looks like.
/// </summary>
public sealed class RedisPoolExhaustedException : RedisException
{
    /// <summary>Creates one without a diagnosis.</summary>
    public RedisPoolExhaustedException()
        : base("The pool is exhausted.")
    {
    }

    /// <summary>Creates one without a diagnosis.</summary>
    /// <param name="message">What happened.</param>
    public RedisPoolExhaustedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates one without a diagnosis.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">What caused it.</param>
    public RedisPoolExhaustedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal RedisPoolExhaustedException(string message, RedisPoolExhaustion looksLike, RedisPoolSnapshot snapshot)
        : base(message)
    {
        LooksLike = looksLike;
        Snapshot = snapshot;
    }

    /// <summary>What it looks like.</summary>
    public RedisPoolExhaustion LooksLike { get; }

    /// <summary>The pool as it was when this was thrown.</summary>
    public RedisPoolSnapshot? Snapshot { get; }
}
