namespace RedisGuard.Pool;

/// <summary>The health of a pool at one moment.</summary>
/// <param name="State">How it does.</param>
/// <param name="Age">For how long it has been healthy, or unhealthy; a suspicion doesn't interrupt it.</param>
/// <param name="Failures">Looks that failed since the last one that didn't; while it is unhealthy, since it began to be.</param>
/// <param name="LastFailure">Why the last one failed; <see langword="null"/> when none did.</param>
/// <param name="Latency">How long the last PING took that was answered; <see langword="null"/> before the first.</param>
public sealed record RedisHealthSnapshot(RedisHealthState State, TimeSpan Age, long Failures, string? LastFailure, TimeSpan? Latency);
