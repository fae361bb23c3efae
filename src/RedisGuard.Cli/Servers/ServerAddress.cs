namespace RedisGuard.Cli.Servers;

/// <summary>The place of one server and how to log in there. Prints as <c>host:port</c>, never with its password.</summary>
internal sealed record ServerAddress(string Host, int Port)
{
    public const int DefaultPort = 6379;

    public string? User { get; init; }

    public string? Password { get; init; }

    public bool Tls { get; init; }

    /// <summary>The name that the server's certificate must have; the host where null.</summary>
    public string? TlsHost { get; init; }

    public TlsFiles TlsFiles { get; init; } = TlsFiles.None;

    /// <summary>The same way in, to another server of the same deployment.</summary>
    public ServerAddress At(string host, int port) => this with { Host = host, Port = port };

    public override string ToString() => Host.Contains(':', StringComparison.Ordinal)
        ? FormattableString.Invariant($"[{Host}]:{Port}")
        : FormattableString.Invariant($"{Host}:{Port}");
}
