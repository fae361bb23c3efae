using RedisGuard.Cli.Holders;

namespace RedisGuard.Cli.Cleaning;

/// <summary>Says what the command line asked <c>redisguard cleanup</c> to select, and how carefully to act.</summary>
internal sealed record CleanupSettings
{
    public const int DefaultMax = 50;

    public CleanupVerb Verb { get; init; }

    /// <summary>Conditions that must hold beside the verb's own.</summary>
    public Filter Filter { get; init; } = Filter.None;

    /// <summary>Whether only connections whose process ended are selected.</summary>
    public bool Orphans { get; init; }

    /// <summary>Selected ones are idle for longer; null where the verb doesn't ask.</summary>
    public TimeSpan? Idle { get; init; }

    public Victims Victims { get; init; }

    /// <summary>Whether MONITOR sessions may be selected.</summary>
    public bool IncludeMonitors { get; init; }

    /// <summary>Users whose connections are never closed.</summary>
    public IReadOnlySet<string> ProtectedUsers { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>How many may be closed; null where nobody said, then 50 and a fifth of all clients.</summary>
    public int? Max { get; init; }

    /// <summary>Kills a second.</summary>
    public double Rate { get; init; } = 10;

    /// <summary>While this file exists, nothing is closed, by any running cleanup that watches it.</summary>
    public string? StopFile { get; init; }

    /// <summary>How long owners have to come back before the next batch.</summary>
    public TimeSpan ReturnTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The rule in words, for the plan and each line of the audit: everything in it must hold.</summary>
    public string Rule => string.Join(" and ", RuleParts());

    private IEnumerable<string> RuleParts()
    {
        yield return Verb == CleanupVerb.Force ? "forced" : Orphans ? "orphaned" : "idle";
        if (Idle is { } idle)
        {
            yield return $"idle>{TimeText.Short(idle)}";
        }

        if (Filter.Conditions.Count > 0)
        {
            yield return Filter.ToString();
        }
    }
}
