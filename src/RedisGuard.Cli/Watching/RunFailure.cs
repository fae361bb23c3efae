namespace RedisGuard.Cli.Watching;

/// <summary>Faults of a program's connections that make the exit code 1.</summary>
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
