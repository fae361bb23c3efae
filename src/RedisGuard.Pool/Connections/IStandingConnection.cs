using RedisGuard.Pool.Sockets;

namespace RedisGuard.Pool.Connections;

/// <summary>A connection that subscriptions hang on: opened by the first who needs it, and another one when it is lost for good.</summary>
internal interface IStandingConnection
{
    /// <summary>The connection; <see langword="null"/> while there is none.</summary>
    IPhysicalConnection? Current { get; }

    /// <summary>Opens it, where it isn't open.</summary>
    Task<IPhysicalConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Opens another in its place, where the node that it leads to is gone.</summary>
    /// <param name="successor">What is being connected in the place of a socket that it lost.</param>
    /// <returns>Whether there is another now.</returns>
    Task<bool> TryReplaceAsync(LedgerSocket successor) => Task.FromResult(false);
}
