using System.Text.Json.Serialization;
using RedisGuard.Cli.Servers.Clients;

namespace RedisGuard.Cli.Servers;

/// <summary>One look at one server: its state, what it tells of itself, and its clients where they were asked for.</summary>
internal sealed record ServerLook(string Endpoint, DateTimeOffset At, ServerState State)
{
    /// <summary>What keeps the look from being whole; null where nothing does.</summary>
    public string? Trouble { get; init; }

    public ServerFacts? Facts { get; init; }

    /// <summary>The clients without this tool's own connection; null where the list wasn't asked for, or isn't told.</summary>
    public IReadOnlyList<ClientRow>? Clients { get; init; }

    /// <summary>Why the list isn't told, with the line of the ACL that would help; null where it is.</summary>
    public string? ListRefusal { get; init; }

    /// <summary>This tool's connection on the server.</summary>
    public long? OwnId { get; init; }

    /// <summary>How long the list took, transfer included: it sets the pace of the next.</summary>
    public TimeSpan? ListCost { get; init; }

    /// <summary>Servers of the same deployment that this one names.</summary>
    [JsonIgnore]
    public IReadOnlyList<(string Host, int Port)> Peers { get; init; } = [];

    /// <summary>Other people's clients; null where the server doesn't tell.</summary>
    [JsonIgnore]
    public long? ClientCount => Facts?.Connected is { } connected ? Math.Max(0, connected - 1) : Clients?.Count;

    /// <summary>The free part of <c>maxclients</c>, 0 to 1; null where either number isn't told.</summary>
    [JsonIgnore]
    public double? Headroom => Facts is { MaxClients: > 0 and var most } && (Facts.Connected ?? Clients?.Count + 1) is { } connected
        ? Math.Max(0, 1 - ((double)connected / most))
        : null;
}
