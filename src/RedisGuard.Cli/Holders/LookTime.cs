namespace RedisGuard.Cli.Holders;

/// <summary>Time of a look, when the first one was, and how many there were with it.</summary>
internal readonly record struct LookTime(DateTimeOffset First, DateTimeOffset Now, int Looks);
