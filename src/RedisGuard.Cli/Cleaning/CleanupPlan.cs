using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace RedisGuard.Cli.Cleaning;

/// <summary>Plan of what would be closed on one server, and what stays and why.</summary>
internal sealed record CleanupPlan(string Endpoint, DateTimeOffset At, string Rule, IReadOnlyList<PlanTarget> Targets)
{
    public int Version { get; init; } = 1;

    /// <summary>The server's run: a plan for one that restarted since is void, as ids begin anew.</summary>
    public string? RunId { get; init; }

    public string? Server { get; init; }

    public CleanupVerb Verb { get; init; }

    /// <summary>The conditions that must still hold when the plan is applied.</summary>
    public string Conditions { get; init; } = string.Empty;

    public double? IdleSeconds { get; init; }

    public bool IncludesMonitors { get; init; }

    /// <summary>All clients, this tool's connection apart.</summary>
    public int Clients { get; init; }

    public long? MaxClients { get; init; }

    /// <summary>Reasons to stay, with their counts.</summary>
    public IReadOnlyDictionary<string, int> Kept { get; init; } = new Dictionary<string, int>();

    /// <summary>Instances of targets that have other connections in use: they will connect again.</summary>
    public IReadOnlyList<string> LivingOwners { get; init; } = [];

    /// <summary>Names the plan in the audit: the same targets on the same run of a server have the same.</summary>
    [JsonIgnore]
    public string Hash => Hex.Lower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\n', Targets.Select(static target => string.Create(CultureInfo.InvariantCulture, $"{target.Id} {target.Address} {target.Name}")).Prepend($"{Endpoint} {RunId}")))).AsSpan(0, 6));
}
