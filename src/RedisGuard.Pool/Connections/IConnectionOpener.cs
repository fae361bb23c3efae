namespace RedisGuard.Pool.Connections;

/// <summary>Opens connections to the pool's server.</summary>
internal interface IConnectionOpener
{
    /// <summary>Starts to connect. Nothing of the caller flows into the connection: neither its context nor its token.</summary>
    Task<IPhysicalConnection> OpenAsync(RedisConnectionKind kind);
}
