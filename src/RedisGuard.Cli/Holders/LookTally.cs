namespace RedisGuard.Cli.Holders;

/// <summary>Count of one holder at one look.</summary>
internal readonly record struct LookTally(DateTimeOffset At, long Born, long Joined, int Died, int Count);
