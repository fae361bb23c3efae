namespace RedisGuard.Cli.Cleaning.Limits;

/// <summary>The limits that decide which connections a server lets in and keeps. Null is «as it is».</summary>
/// <param name="MaxClients">How many clients it lets in.</param>
/// <param name="Timeout">Seconds of idling after which it closes a client; 0 for never. Pub/sub clients and replicas are spared.</param>
/// <param name="TcpKeepAlive">Seconds between its probes on a silent socket; 0 for none. They find half-open ones.</param>
internal sealed record ServerLimits(long? MaxClients, long? Timeout, long? TcpKeepAlive)
{
    public static readonly (string Setting, Func<ServerLimits, long?> Value)[] Settings =
    [
        ("maxclients", static limits => limits.MaxClients),
        ("timeout", static limits => limits.Timeout),
        ("tcp-keepalive", static limits => limits.TcpKeepAlive),
    ];

    public bool IsEmpty => this == new ServerLimits(null, null, null);
}
