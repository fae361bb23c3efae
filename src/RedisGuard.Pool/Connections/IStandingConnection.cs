namespace RedisGuard.Pool.Connections;

/// <summary>A connection that subscriptions hang on: opened by the first who needs it, and another one when it is lost for good.</summary>
internal interface IStandingConnection
{
    /// <summary>The connection; <see langword="null"/> while there is none.</summary>
    IPhysicalConnection? Current { get; }

    /// <summary>Opens it, where it isn't open.</summary>
    Task<IPhysicalConnection> OpenAsync(CancellationToken cancellationToken);
}
