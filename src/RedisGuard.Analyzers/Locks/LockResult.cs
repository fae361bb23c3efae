namespace RedisGuard.Analyzers.Locks;

/// <summary>Fate of the answer to «is the lock mine?».</summary>
internal enum LockResult
{
    /// <summary>A condition tests it, directly or by a variable.</summary>
    Tested,

    /// <summary>It is thrown away.</summary>
    Ignored,

    /// <summary>The wait for it may be given up, while the command goes on.</summary>
    Abandoned,

    /// <summary>It is returned, stored or passed on: somebody else's to test.</summary>
    PassedOn,
}
