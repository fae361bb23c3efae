namespace RedisGuard.Cli.Monitoring;

/// <summary>Ways in which the monitor looks: how long, and what it shows meanwhile.</summary>
internal enum MonitorMode
{
    /// <summary>One look.</summary>
    Once,

    /// <summary>Until it is told to end.</summary>
    Watch,

    /// <summary>Until it is told to end, one line a look and without the list of clients.</summary>
    Stat,
}
