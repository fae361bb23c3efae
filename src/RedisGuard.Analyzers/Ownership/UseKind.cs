namespace RedisGuard.Analyzers.Ownership;

/// <summary>What a use does.</summary>
internal enum UseKind
{
    /// <summary>A member of it is called or read.</summary>
    Call,

    /// <summary>The variable that holds it is read.</summary>
    Read,

    /// <summary>It is waited for.</summary>
    Wait,
}
