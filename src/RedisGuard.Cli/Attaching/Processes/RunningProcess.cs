namespace RedisGuard.Cli.Attaching.Processes;

/// <summary>A process of this machine, as far as it can be told without asking it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">The program: <c>Shop</c> for <c>dotnet Shop.dll</c>.</param>
internal sealed record RunningProcess(int Id, string Name)
{
    /// <summary>The version of StackExchange.Redis that it has loaded; null for none, or where that isn't told (a single file).</summary>
    public string? Library { get; init; }

    /// <summary>Tells whether it has loaded RedisGuard.Pool.</summary>
    public bool HasPool { get; init; }

    /// <summary>The watch that it has loaded: the pool's, or the tool's of an earlier attach or run; null for none.</summary>
    public string? WatchFile { get; init; }

    /// <summary>Tells whether its assemblies lie in files of their own. In a single file nobody sees from outside which ones it loaded.</summary>
    public bool HasFiles { get; init; }

    /// <summary>Tells whether the runtime's diagnostics listen in it.</summary>
    public bool Listens { get; init; }
}
