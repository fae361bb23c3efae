namespace RedisGuard.Watch.LeakReports;

/// <summary>Content of <c>redisguard.leaks.json</c>.</summary>
internal sealed record LeakReport
{
    public const string FileName = "redisguard.leaks.json";

    /// <summary>The version that this code reads and writes. Members are added to it, never renamed or removed.</summary>
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    public IReadOnlyList<LeakEntry> Leaks { get; init; } = [];
}
