namespace RedisGuard.Analyzers.Options;

/// <summary>Places in which the rules that StackExchange.Redis brings run, so that what they report is left to them.</summary>
internal enum LibraryRulesRun
{
    /// <summary>Beside these, as in every build that hasn't turned them off.</summary>
    Here,

    /// <summary>In the project's builds, but not here: a scan runs no rules but RedisGuard's.</summary>
    InBuilds,

    /// <summary>Nowhere: they are off, or it isn't known whether the library has them.</summary>
    Nowhere,
}
