namespace RedisGuard.Analyzers.Registrations;

/// <summary>Time for which a container keeps what it creates. Longest first, with the numbers of the container's own enumeration.</summary>
internal enum ServiceLifetime
{
    /// <summary>As long as the process: singletons and hosted services.</summary>
    Singleton,

    /// <summary>As long as a scope: usually one request.</summary>
    Scoped,

    /// <summary>A new one for each that asks.</summary>
    Transient,
}
