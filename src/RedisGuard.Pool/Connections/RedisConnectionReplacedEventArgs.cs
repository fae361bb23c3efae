namespace RedisGuard.Pool;

/// <summary>
/// A shared connection was replaced. Databases of the old one are of no use any more: whoever keeps one asks the pool for another.
/// </summary>
public sealed class RedisConnectionReplacedEventArgs : EventArgs
{
    internal RedisConnectionReplacedEventArgs(string replaced, string replacement, TimeSpan silent)
    {
        Replaced = replaced;
        Replacement = replacement;
        Silent = silent;
    }

    /// <summary>The client name of the connection that was replaced.</summary>
    public string Replaced { get; }

    /// <summary>The client name of the new one.</summary>
    public string Replacement { get; }

    /// <summary>For how long the old one had not answered.</summary>
    public TimeSpan Silent { get; }
}
