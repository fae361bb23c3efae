namespace RedisGuard.Watch.Connections;

/// <summary>Fate of a connection.</summary>
internal enum ConnectionState
{
    /// <summary>Neither closed nor collected.</summary>
    Open,

    /// <summary>Closed or disposed, by whomever.</summary>
    Closed,

    /// <summary>Collected, and nobody had closed it: proof.</summary>
    Leaked,
}
