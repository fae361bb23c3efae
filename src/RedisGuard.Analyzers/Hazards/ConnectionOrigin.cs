namespace RedisGuard.Analyzers.Hazards;

/// <summary>Owner of the connection that a command goes over.</summary>
internal enum ConnectionOrigin
{
    /// <summary>Can't be told: the benefit of the doubt.</summary>
    Unknown,

    /// <summary>One that this code opened, or rented, and that nothing else uses.</summary>
    Own,

    /// <summary>One that other callers use as well.</summary>
    Shared,
}
