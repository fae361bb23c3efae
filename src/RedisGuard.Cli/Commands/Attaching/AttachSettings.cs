using RedisGuard.Cli.Attaching;
using RedisGuard.Cli.Watching;

namespace RedisGuard.Cli.Commands.Attaching;

/// <summary>The settings of <c>redisguard attach</c>, as the command line has them.</summary>
internal sealed record AttachSettings
{
    /// <summary>A process' number or a program's name; null lists what there is.</summary>
    public string? Target { get; init; }

    /// <summary>Look again and again.</summary>
    public bool Watches { get; init; }

    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);

    public InjectMode Inject { get; init; }

    /// <summary>Force a collection before the first look.</summary>
    public bool Collects { get; init; }

    public OutputFormat Format { get; init; }

    public IReadOnlyCollection<RunFailure> FailOn { get; init; } = [RunFailure.Leak];
}
