using System.Net;

namespace RedisGuard.Pool.Connections;

/// <summary>Opens connections to the pool's server.</summary>
internal interface IConnectionOpener
{
    /// <summary>Starts to connect. Nothing of the caller flows into the connection: neither its context nor its token.</summary>
    /// <param name="kind">What the connection is for.</param>
    /// <param name="node">The one node of several that it leads to; <see langword="null"/> for what the configuration says.</param>
    Task<IPhysicalConnection> OpenAsync(RedisConnectionKind kind, EndPoint? node = null);
}
