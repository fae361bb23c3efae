namespace RedisGuard.Analyzers.Dataflow;

/// <summary>The way an obligation was lost.</summary>
internal enum LeakKind
{
    /// <summary>A path returns, or reaches the end, with the obligation open.</summary>
    Exit,

    /// <summary>A written <c>throw</c> leaves with the obligation open.</summary>
    Throw,

    /// <summary>A call that may throw leaves with the obligation open. Reported only where the dial says «all».</summary>
    UnwrittenException,

    /// <summary>The same, and the call is given a token: it throws when that is cancelled.</summary>
    Cancelled,

    /// <summary>An exception before the release is caught, and what follows doesn't release either.</summary>
    Swallowed,

    /// <summary>The only variable that refers to the resource goes out of scope.</summary>
    OutOfScope,

    /// <summary>A later turn of a loop acquires again while the earlier resource is open and out of reach.</summary>
    NextTurn,

    /// <summary>The wait for the resource was given up, and nobody has what it will give.</summary>
    Abandoned,
}
