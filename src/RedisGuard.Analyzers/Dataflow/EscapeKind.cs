namespace RedisGuard.Analyzers.Dataflow;

/// <summary>The way a resource, or a view of it, left the code that acquired it.</summary>
internal enum EscapeKind
{
    /// <summary>Returned or yielded to the caller.</summary>
    Return,

    /// <summary>Stored in a field or property.</summary>
    Member,

    /// <summary>Handed to code that may keep it.</summary>
    Argument,

    /// <summary>Captured by a delegate that may outlive this call.</summary>
    Capture,

    /// <summary>Put in a collection, a tuple, another object, or a <c>ref</c> variable.</summary>
    Container,

    /// <summary>Put in an <c>out</c> parameter, for the caller.</summary>
    Out,
}
