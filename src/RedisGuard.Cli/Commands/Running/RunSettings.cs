using RedisGuard.Cli.Watching;

namespace RedisGuard.Cli.Commands.Running;

/// <summary>Says what the command line asked <c>redisguard run</c> to do.</summary>
internal sealed record RunSettings
{
    public required WatchedRun Run { get; init; }

    public OutputFormat Format { get; init; }

    /// <summary>Where the report goes instead of the error stream; null for there.</summary>
    public string? OutputFile { get; init; }

    /// <summary>The redisguard.leaks.json to add to; null for none.</summary>
    public string? LeakFile { get; init; }

    public IReadOnlyCollection<RunFailure> FailOn { get; init; } = [RunFailure.Leak];

    /// <summary>Also list what is right.</summary>
    public bool Verbose { get; init; }
}
