namespace RedisGuard.Dashboard.Pictures;

/// <summary>Something that a pool does by the clock.</summary>
internal sealed record LoopPicture(string Name, double SinceLastRun, double Pause, long Failures, bool IsOverdue);
