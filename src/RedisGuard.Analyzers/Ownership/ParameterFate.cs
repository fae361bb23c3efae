namespace RedisGuard.Analyzers.Ownership;

/// <summary>What a called method does with a resource it is handed.</summary>
internal enum ParameterFate
{
    /// <summary>It may keep it.</summary>
    Escapes,

    /// <summary>It uses it and leaves it to the caller.</summary>
    Borrows,

    /// <summary>It releases it, at least on some path.</summary>
    Releases,
}
