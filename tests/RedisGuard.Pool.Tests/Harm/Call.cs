namespace RedisGuard.Pool.Tests.Harm;

/// <summary>A call of a contestant, in milliseconds of the system's clock.</summary>
internal readonly record struct Call(long Began, long Ended, bool IsAnswered);
