using System.Text.Json.Serialization;

namespace RedisGuard.Cli.Servers.Clients;

/// <summary>A line of CLIENT LIST. Null is «not told by this server», never 0. Texts are as the client chose them.</summary>
internal sealed record ClientRow(long Id)
{
    private ClientIdentity? _identity;
    private bool _isRead;

    /// <summary>The client's address and port.</summary>
    public string Address { get; init; } = string.Empty;

    /// <summary>The server's own end of the connection.</summary>
    public string? LocalAddress { get; init; }

    /// <summary>Empty or null: the client took no name.</summary>
    public string? Name { get; init; }

    public string? User { get; init; }

    public string? LibraryName { get; init; }

    public string? LibraryVersion { get; init; }

    /// <summary>The server's letters: S a replica, M a master, O a MONITOR, P in pub/sub, b blocked, …</summary>
    public string? Flags { get; init; }

    public long? AgeSeconds { get; init; }

    public long? IdleSeconds { get; init; }

    public long? Database { get; init; }

    /// <summary>Channels, patterns and shard channels together.</summary>
    public long? Subscriptions { get; init; }

    /// <summary>Bytes that the server holds for the client, buffers included; the output buffer alone before Redis 6.2.</summary>
    public long? Bytes { get; init; }

    /// <summary>The last command.</summary>
    public string? Command { get; init; }

    /// <summary>The process that has the other end, where that is on this machine.</summary>
    public LocalProcess? Process { get; init; }

    /// <summary>What the name says, where it follows RedisGuard's grammar.</summary>
    [JsonIgnore]
    public ClientIdentity? Identity
    {
        get
        {
            if (!_isRead)
            {
                _identity = ClientIdentity.Of(Name);
                _isRead = true;
            }

            return _identity;
        }
    }

    /// <summary>The address without the port.</summary>
    [JsonIgnore]
    public string Host => Address.LastIndexOf(':') is > 0 and var colon ? Address[..colon] : Address;

    public bool Has(char flag) => Flags?.Contains(flag, StringComparison.Ordinal) == true;

    /// <summary>What the connection is for: as the pool says in the name, else as the server sees it.</summary>
    [JsonIgnore]
    public string Kind => Has('S') ? "replica"
        : Has('M') ? "master"
        : Has('O') ? "monitor"
        : Identity?.Kind ?? (IsSubscriber ? "pubsub" : "normal");

    /// <summary>In pub/sub mode: the server pushes to it, and its <c>timeout</c> doesn't apply.</summary>
    [JsonIgnore]
    public bool IsSubscriber => Has('P') || Subscriptions > 0;
}
