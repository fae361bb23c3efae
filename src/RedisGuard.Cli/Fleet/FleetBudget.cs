using System.Globalization;

namespace RedisGuard.Cli.Fleet;

/// <summary>
/// Adds up what a fleet will open on each server. An estimate: it knows what may be open at once, not what will be.
/// </summary>
internal sealed class FleetBudget(FleetShape shape)
{
    /// <summary>Places for administrators, monitors and what connects meanwhile.</summary>
    public const int ToolSlots = 32;

    /// <summary>Sockets on each server for one process at rest.</summary>
    public long PerInstanceAtRest => (((long)shape.Pools * shape.Shared) + shape.Dedicated) * shape.SocketsPerNode;

    /// <summary>Sockets on each server for one process whose pools are at their limits.</summary>
    public long PerInstanceAtLimit => (((long)shape.Pools * shape.Max) + shape.Dedicated) * shape.SocketsPerNode;

    /// <summary>What is left for the fleet.</summary>
    public long Available => Math.Max(0, shape.MaxClients - ToolSlots - shape.Others);

    /// <summary>The stages from the least to the most demanding. In a failover all connect anew while the old sockets are still half open.</summary>
    public IReadOnlyList<FleetStage> Stages
    {
        get
        {
            var deploying = shape.Instances + (long)Math.Ceiling(shape.Instances * shape.Surge);
            return
            [
                new("running", shape.Instances * PerInstanceAtRest, shape.Instances * PerInstanceAtLimit),
                new("rolling deployment", deploying * PerInstanceAtRest, deploying * PerInstanceAtLimit),
                new("failover, old sockets half open", 2 * shape.Instances * PerInstanceAtRest, 2 * shape.Instances * PerInstanceAtLimit),
            ];
        }
    }

    public bool FitsAtRest => Stages.All(stage => stage.AtRest <= Available);

    public bool FitsAtLimit => Stages.All(stage => stage.AtLimit <= Available);

    /// <summary>The greatest <c>MaxConnections</c> with which every stage fits; 0 where not even one does.</summary>
    public long GreatestMax
    {
        get
        {
            var processes = Math.Max(2 * (long)shape.Instances, shape.Instances + (long)Math.Ceiling(shape.Instances * shape.Surge));
            var sockets = Available / processes / shape.SocketsPerNode;
            return Math.Max(0, (sockets - shape.Dedicated) / shape.Pools);
        }
    }

    /// <summary>The answer in one sentence.</summary>
    public string Verdict => FitsAtLimit ? "FITS  every stage, with all pools at their limits"
        : GreatestMax >= shape.Shared && GreatestMax > 0
            ? string.Create(CultureInfo.InvariantCulture, $"DOES NOT FIT  {(FitsAtRest ? "at the limits of the pools" : "not even at rest")}: with MaxConnections {GreatestMax} every stage fits")
            : "DOES NOT FIT  not even at rest: fewer pools or instances, more maxclients, or a connection proxy";
}
