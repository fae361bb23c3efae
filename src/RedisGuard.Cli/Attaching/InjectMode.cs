namespace RedisGuard.Cli.Attaching;

/// <summary>The consent to load the watch into a process that has none.</summary>
internal enum InjectMode
{
    /// <summary>Ask, where somebody is there to ask.</summary>
    Ask,

    /// <summary>It may.</summary>
    Yes,

    /// <summary>It may not.</summary>
    Never,
}
