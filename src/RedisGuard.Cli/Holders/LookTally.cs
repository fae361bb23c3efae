namespace RedisGuard.Cli.Holders;

/// <summary>What one look found of one holder.</summary>
internal readonly record struct LookTally(DateTimeOffset At, long Born, long Joined, int Died, int Count);
