using RedisGuard.Cli.Servers;

namespace RedisGuard.Cli.Monitoring;

/// <summary>A server as it is reported. Null is «not told by this server», never 0.</summary>
internal sealed record ServerStanding(string Endpoint, ServerState State)
{
    public string? Trouble { get; init; }

    public string? Product { get; init; }

    public string? Version { get; init; }

    public string? Role { get; init; }

    public long? UptimeSeconds { get; init; }

    /// <summary>Without this tool's connection.</summary>
    public long? Clients { get; init; }

    public long? MaxClients { get; init; }

    /// <summary>The free part of <c>maxclients</c>, 0 to 1.</summary>
    public double? Headroom { get; init; }

    public long? Blocked { get; init; }

    public long? Rejected { get; init; }

    public long? Accepted { get; init; }

    /// <summary>This tool's connection on the server.</summary>
    public long? OwnId { get; init; }

    /// <summary>Why the clients aren't told, and what to ask for.</summary>
    public string? ListRefusal { get; init; }

    /// <summary>How long the last list took.</summary>
    public double? ListMilliseconds { get; init; }

    /// <summary>How often the list is asked for, by its cost.</summary>
    public double? ListEverySeconds { get; init; }

    /// <summary>Clients that were idle for longer than ten minutes; null where idle times aren't told.</summary>
    public int? Idle600 { get; init; }

    public static ServerStanding Of(ServerLook look, TimeSpan? listEvery)
    {
        var idle = look.Clients?.Where(static client => client.IdleSeconds is not null).ToList();
        return new ServerStanding(look.Endpoint, look.State)
        {
            Trouble = look.Trouble,
            Product = look.Facts?.Product is { } product ? PlainText.Of(product) : null,
            Version = look.Facts?.Version is { } version ? PlainText.Of(version) : null,
            Role = look.Facts?.Role,
            UptimeSeconds = look.Facts?.UptimeSeconds,
            Clients = look.ClientCount,
            MaxClients = look.Facts?.MaxClients,
            Headroom = look.Headroom is { } headroom ? Math.Round(headroom, 4) : null,
            Blocked = look.Facts?.Blocked,
            Rejected = look.Facts?.Rejected,
            Accepted = look.Facts?.Accepted,
            OwnId = look.OwnId,
            ListRefusal = look.ListRefusal,
            ListMilliseconds = look.ListCost is { } cost ? Math.Round(cost.TotalMilliseconds, 2) : null,
            ListEverySeconds = listEvery?.TotalSeconds,
            Idle600 = idle is { Count: > 0 } || look.Clients is { Count: 0 } ? idle!.Count(static client => client.IdleSeconds > 600) : null,
        };
    }
}
