namespace RedisGuard.Cli.Watching;

/// <summary>What in a program's connections makes the exit code 1.</summary>
internal enum RunFailure
{
    /// <summary>Nothing: the exit code is the program's.</summary>
    None,

    /// <summary>A connection was lost without having been closed.</summary>
    Leak,

    /// <summary>A line opens and closes connections all the time.</summary>
    Churn,

    /// <summary>Several connections to one server.</summary>
    Several,
}
