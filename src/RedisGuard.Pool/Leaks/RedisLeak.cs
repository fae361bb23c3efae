namespace RedisGuard.Pool;

/// <summary>Something that was collected without having been released: proof, not suspicion. Immutable.</summary>
public sealed record RedisLeak
{
    /// <summary>Says what leaked.</summary>
    public required RedisLeakKind Kind { get; init; }

    /// <summary>The line that acquired it.</summary>
    public required RedisCallSite Site { get; init; }

    /// <summary>Number of leaks of that kind from that line so far.</summary>
    public required long Count { get; init; }

    /// <summary>Says how one of them came to be acquired; <see langword="null"/> where no stack was taken.</summary>
    public string? StackTrace { get; init; }
}
