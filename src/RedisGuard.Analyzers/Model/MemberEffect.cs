namespace RedisGuard.Analyzers.Model;

/// <summary>Effect of a call to a member on the ownership of its receiver or its result.</summary>
internal enum MemberEffect
{
    /// <summary>Nothing that matters here: the receiver is only used.</summary>
    None,

    /// <summary>The result is a fresh resource (or a task of one) that the caller must release.</summary>
    Acquires,

    /// <summary>The receiver is released.</summary>
    Releases,

    /// <summary>The result works only as long as the receiver is held: it owns nothing.</summary>
    Views,

    /// <summary>The result releases the receiver when it is released itself, unless an argument of the call says no.</summary>
    TakesOver,

    /// <summary>The result is the resource behind a view.</summary>
    Unwraps,

    /// <summary>A callback is registered that works only as long as the receiver's connection lives.</summary>
    Subscribes,
}
