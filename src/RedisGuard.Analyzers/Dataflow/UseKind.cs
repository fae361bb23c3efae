namespace RedisGuard.Analyzers.Dataflow;

/// <summary>Kind of a use.</summary>
internal enum UseKind
{
    /// <summary>A member of it is called or read.</summary>
    Call,

    /// <summary>The variable that holds it is read.</summary>
    Read,

    /// <summary>It is waited for.</summary>
    Wait,

    /// <summary>It is thrown away as it comes.</summary>
    Drop,

    /// <summary>It leaves: returned, or stored in a field or property.</summary>
    Leave,
}
