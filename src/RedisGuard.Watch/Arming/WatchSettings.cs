namespace RedisGuard.Watch.Arming;

/// <summary>Options of whoever starts the watch.</summary>
internal sealed record WatchSettings
{
    /// <summary>Give connections that have no name one that says their line. It changes what the server sees.</summary>
    public bool NameSites { get; init; }

    /// <summary>Force a collection this often; <see langword="null"/> for never. It slows the program: for tests.</summary>
    public TimeSpan? CollectEvery { get; init; }
}
