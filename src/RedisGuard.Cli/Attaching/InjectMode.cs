namespace RedisGuard.Cli.Attaching;

/// <summary>Whether the watch may be loaded into a process that has none.</summary>
internal enum InjectMode
{
    /// <summary>Ask, where somebody is there to ask.</summary>
    Ask,

    /// <summary>It may.</summary>
    Yes,

    /// <summary>It may not.</summary>
    Never,
}
