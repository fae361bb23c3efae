namespace RedisGuard.Cli.Cleaning.Limits;

/// <summary>A setting before and after.</summary>
internal readonly record struct LimitChange(string Setting, long Before, long After);
