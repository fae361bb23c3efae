namespace RedisGuard.Pool.Connections;

/// <summary>Ways in which a tenancy of a slot ends.</summary>
internal enum TenancyEnd
{
    /// <summary>It has not.</summary>
    Held,

    /// <summary>By its holder, in order; the connection may be used again.</summary>
    Returned,

    /// <summary>By the pool: the lease was collected, or the pool was drained.</summary>
    Reclaimed,

    /// <summary>By its holder, who said that the connection must not be used again.</summary>
    Abandoned,
}
