namespace RedisGuard.Analyzers.Options;

/// <summary>The dial <c>redisguard.exception_paths</c>: which exceptional exits must release.</summary>
internal enum ExceptionPaths
{
    /// <summary>None: only returns and the end of the block count.</summary>
    None,

    /// <summary>Those that somebody wrote: a <c>throw</c> that leaves with the obligation open. The default.</summary>
    Conservative,

    /// <summary>Every call that may throw between the acquiring and the release.</summary>
    All,
}
