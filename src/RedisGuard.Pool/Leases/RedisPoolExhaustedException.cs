using RedisGuard.Pool.Connections;
using StackExchange.Redis;

namespace RedisGuard.Pool;

/// <summary>
/// No connection became free in time. The message is a diagnosis: the limit, who holds the connections, how many wait, and
/// what it looks like.
/// </summary>
public sealed class RedisPoolExhaustedException : RedisException
{
    private readonly string _what = string.Empty;
    private readonly ExhaustionPicture? _picture;

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

    // Thousands may be thrown in one second, when memory is short: the text is put together when somebody reads it.
    internal RedisPoolExhaustedException(string what, ExhaustionPicture picture)
        : base(what)
    {
        _what = what;
        _picture = picture;
        LikelyCause = picture.LikelyCause;
    }

    /// <summary>The limit, who holds the connections, how many wait, and what it looks like.</summary>
    public override string Message => _picture is { } picture ? picture.Describe(_what) : base.Message;

    /// <summary>Says what it looks like.</summary>
    public RedisExhaustionCause LikelyCause { get; }

    /// <summary>
    /// The pool as it was within the tenth of a second before this was thrown: one picture for all calls that failed in it, and
    /// without <see cref="RedisPoolSnapshot.Subscriptions"/>.
    /// </summary>
    public RedisPoolSnapshot? Snapshot => _picture?.Snapshot;
}
