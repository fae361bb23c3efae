namespace RedisGuard.Cli.Fleet;

/// <summary>A fleet before it is rolled out: what each of its processes may open, and what the servers let in.</summary>
internal sealed record FleetShape
{
    /// <summary>What each server lets in.</summary>
    public long MaxClients { get; init; } = 10_000;

    public int Instances { get; init; } = 1;

    /// <summary>Servers: nodes of a cluster, or a master and its replicas. A multiplexer connects to each of them.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>Pools, or multiplexers' owners, in each process.</summary>
    public int Pools { get; init; } = 1;

    /// <summary>A pool's <c>MaxConnections</c>: multiplexers of every kind.</summary>
    public int Max { get; init; } = 50;

    /// <summary>A pool's shared connections: what it has at rest.</summary>
    public int Shared { get; init; } = 1;

    /// <summary>Connections of a process outside of its pools.</summary>
    public int Dedicated { get; init; }

    /// <summary>2 with RESP2, one for commands and one for subscriptions; 1 with RESP3.</summary>
    public int SocketsPerNode { get; init; } = 2;

    /// <summary>Processes that a rolling deployment starts before it ends old ones, as a part of all; 1 for as many again.</summary>
    public double Surge { get; init; } = 1;

    /// <summary>Connections of everybody else, on each server.</summary>
    public long Others { get; init; }
}
