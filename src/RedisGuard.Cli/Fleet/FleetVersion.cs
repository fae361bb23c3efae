namespace RedisGuard.Cli.Fleet;

/// <summary>A release of an application, and what one of its processes has on average.</summary>
internal sealed record FleetVersion(string Version, int Instances, int Connections)
{
    public double PerInstance => Instances == 0 ? 0 : Math.Round((double)Connections / Instances, 1);
}
