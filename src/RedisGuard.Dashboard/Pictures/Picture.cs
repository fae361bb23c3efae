namespace RedisGuard.Dashboard.Pictures;

/// <summary>All that the page shows, at one moment. Lists are cut where the page would be longer than anybody reads; counts aren't.</summary>
// At: When, in milliseconds since 1970.
internal sealed record Picture(long At, VerdictPicture Verdict, string Application, int ProcessId, double Uptime, IReadOnlyList<PoolPicture> Pools, WatchPicture Watch);
