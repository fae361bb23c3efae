namespace RedisGuard.Dashboard.Pictures;

/// <summary>The health of a pool's server.</summary>
// Latency: Seconds that the last answered PING took; null before the first.
internal sealed record HealthPicture(string State, double Age, long Failures, string? LastFailure, double? Latency);
