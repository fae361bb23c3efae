namespace RedisGuard.Dashboard.Pictures;

/// <summary>How the server of a pool does.</summary>
// Latency: Seconds that the last answered PING took; null before the first.
internal sealed record HealthPicture(string State, double Age, long Failures, string? LastFailure, double? Latency);
