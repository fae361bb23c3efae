namespace RedisGuard.Cli.Holders;

/// <summary>A holder as it is reported. Null is «not told by this server», never 0.</summary>
internal sealed record HolderStanding(string Holder, string Kind)
{
    public int Now { get; init; }

    /// <summary>Connections opened since the first look.</summary>
    public long Born { get; init; }

    public long Died { get; init; }

    /// <summary>Born since the first look, and alive.</summary>
    public int Survivors { get; init; }

    /// <summary>The count now less the count at the begin of the window.</summary>
    public int Growth { get; init; }

    /// <summary>Counts over the window, evenly spread, the last one now.</summary>
    public IReadOnlyList<int> Counts { get; init; } = [];

    public double? IdleMedian { get; init; }

    public double? IdleMax { get; init; }

    public long? Bytes { get; init; }

    public int? Subscribers { get; init; }

    /// <summary>Servers that hold connections of it.</summary>
    public int Nodes { get; init; }

    /// <summary>
    /// An estimate of StackExchange.Redis' multiplexers, from the sockets on the node that has most: each has one socket a
    /// node for commands, and with RESP2 one for subscriptions. Null where the holder isn't known to use the library.
    /// </summary>
    public int? Multiplexers { get; init; }

    public Verdict Verdict { get; init; }

    public string Why { get; init; } = string.Empty;

    public double? OldestSeconds { get; init; }

    public IReadOnlyList<HolderShare> Origins { get; init; } = [];

    public IReadOnlyList<HolderShare> Users { get; init; } = [];

    public IReadOnlyList<HolderShare> Libraries { get; init; } = [];

    public IReadOnlyList<HolderShare> Commands { get; init; } = [];
}
