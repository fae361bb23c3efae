using StackExchange.Redis;

namespace RedisGuard.Pool;

/// <summary>
/// The socket of a lease was lost, and with it what the server remembered of the session: watched keys, an open transaction.
/// The connection is not opened anew under the lease, because a commit on it would ignore what happened meanwhile. Nothing
/// that was sent since has been applied; a command that was under way may have been.
/// </summary>
/// <remarks>Dispose the lease, rent another, and begin the work again.</remarks>
public sealed class RedisSessionLostException : RedisException
{
    /// <summary>Creates one.</summary>
    public RedisSessionLostException()
        : base("The session of this lease was lost.")
    {
    }

    /// <summary>Creates one.</summary>
    /// <param name="message">What happened.</param>
    public RedisSessionLostException(string message)
        : base(message)
    {
    }

    /// <summary>Creates one.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">What caused it.</param>
    public RedisSessionLostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
