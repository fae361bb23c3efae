namespace RedisGuard.Dashboard.Pictures;

/// <summary>The leaks of one line.</summary>
// Recent: How many of them in the last ten minutes.
// LastAt: When the last was found, in milliseconds since 1970; null for one before the page knew the pool.
// Rule: The rule that finds it while the code is typed.
internal sealed record LeakPicture(string Kind, SitePicture Site, long Count, long Recent, long? LastAt, string Rule);
