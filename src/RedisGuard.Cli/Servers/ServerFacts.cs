namespace RedisGuard.Cli.Servers;

/// <summary>Facts that a server tells of itself. Null is «not told», never 0.</summary>
internal sealed record ServerFacts
{
    /// <summary>The name of the software: redis, valkey, garnet, …</summary>
    public string? Product { get; init; }

    public string? Version { get; init; }

    /// <summary>standalone, cluster or sentinel.</summary>
    public string? Mode { get; init; }

    /// <summary>master or slave, in the server's own words.</summary>
    public string? Role { get; init; }

    /// <summary>Changes when the server restarts; client ids begin anew then.</summary>
    public string? RunId { get; init; }

    public long? UptimeSeconds { get; init; }

    /// <summary>Clients, this tool's connection among them.</summary>
    public long? Connected { get; init; }

    public long? MaxClients { get; init; }

    public long? Blocked { get; init; }

    /// <summary>Connections turned away since the server's start because it was full.</summary>
    public long? Rejected { get; init; }

    /// <summary>Connections accepted since the server's start.</summary>
    public long? Accepted { get; init; }

    /// <summary>Logins since the server's start: calls of AUTH and HELLO.</summary>
    public long? Handshakes { get; init; }

    /// <summary>Seconds that loading will still take; null where it doesn't load.</summary>
    public long? LoadingSeconds { get; init; }

    /// <summary>A replica without its master: reads may be refused.</summary>
    public bool IsMasterLinkDown { get; init; }

    public static ServerFacts Of(InfoText info, InfoText? commands)
    {
        var garnet = info.Text("garnet_version");
        var valkey = info.Text("valkey_version");
        // The tool is connected, so a server that counts 0 doesn't count (Garnet).
        var connected = info.Number("connected_clients") is > 0 and var number ? number : (long?)null;
        return new ServerFacts
        {
            Product = garnet is not null ? "garnet" : valkey is not null ? "valkey" : info.Text("server_name") ?? (info.Text("redis_version") is null ? null : "redis"),
            Version = garnet ?? valkey ?? info.Text("redis_version"),
            Mode = info.Text("redis_mode") ?? info.Text("server_mode"),
            Role = info.Text("role"),
            RunId = info.Text("run_id"),
            UptimeSeconds = info.Number("uptime_in_seconds"),
            Connected = connected,
            MaxClients = info.Number("maxclients"),
            Blocked = connected is null ? null : info.Number("blocked_clients"),
            Rejected = connected is null ? null : info.Number("rejected_connections"),
            Accepted = info.Number("total_connections_received") is > 0 and var accepted ? accepted : (long?)null,
            Handshakes = commands is null ? null : (commands.Field("cmdstat_hello", "calls") ?? 0) + (commands.Field("cmdstat_auth", "calls") ?? 0),
            LoadingSeconds = info.Number("loading") is 1 ? info.Number("loading_eta_seconds") ?? 0 : null,
            IsMasterLinkDown = info.Text("master_link_status") == "down",
        };
    }
}
