namespace RedisGuard.Cli.Watching;

/// <summary>A program to run under the watch.</summary>
internal sealed record WatchedRun
{
    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Let the server's client list say which line opened a connection.</summary>
    public bool NameSites { get; init; }

    /// <summary>Force a collection this often; null for never.</summary>
    public TimeSpan? CollectEvery { get; init; }
}
