using System.Text.Json.Serialization;
using RedisGuard.Cli.Holders;
using RedisGuard.Cli.Servers.Clients;

namespace RedisGuard.Cli.Cleaning;

/// <summary>A connection that a plan would close, as it was when the plan was made.</summary>
internal sealed record PlanTarget(long Id, string Address, string Name, string? User, long? AgeSeconds, long? IdleSeconds)
{
    /// <summary>Groups the targets in what is shown, and finds those that come back.</summary>
    public string Holder { get; init; } = string.Empty;

    public string? Instance { get; init; }

    /// <summary>The process that holds the other end, where it runs on this machine.</summary>
    public int? ProcessId { get; init; }

    [JsonIgnore]
    public string Host => Address.LastIndexOf(':') is > 0 and var colon ? Address[..colon] : Address;

    public static PlanTarget Of(ClientRow row) => new(row.Id, row.Address, row.Name ?? string.Empty, row.User, row.AgeSeconds, row.IdleSeconds)
    {
        Holder = HolderKey.Of(row, Grouping.Holder) is var key ? $"{key.Holder}  {key.Kind}" : string.Empty,
        Instance = row.Identity?.Instance,
        ProcessId = row.Process?.Id,
    };

    /// <summary>Whether the row is the connection that was planned: ids are never used again, but a plan file can meet another server.</summary>
    public bool Is(ClientRow row) =>
        row.Id == Id && row.Address == Address && (row.Name ?? string.Empty) == Name && (AgeSeconds is null || row.AgeSeconds >= AgeSeconds);
}
