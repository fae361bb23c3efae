namespace RedisGuard.Pool;

/// <summary>Something that was collected without having been released: proof, not suspicion.</summary>
/// <param name="Kind">What leaked.</param>
/// <param name="Site">The line that acquired it.</param>
/// <param name="Count">How often it leaked from that line so far.</param>
/// <param name="StackTrace">How one of them came to be acquired, if a stack was taken.</param>
public sealed record RedisLeak(RedisLeakKind Kind, RedisCallSite Site, long Count, string? StackTrace);
