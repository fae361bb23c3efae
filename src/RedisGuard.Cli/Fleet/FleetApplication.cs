namespace RedisGuard.Cli.Fleet;

/// <summary>An application over all of its processes.</summary>
internal sealed record FleetApplication(string Application, int Connections, IReadOnlyList<FleetVersion> Versions, IReadOnlyList<FleetInstance> Instances)
{
    /// <summary>The version whose processes have far more than those of the one before; null where none has.</summary>
    public string? IntroducedBy { get; init; }
}
