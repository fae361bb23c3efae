namespace RedisGuard.Cli.Holders;

/// <summary>The connections that were born while the monitor looked, and live.</summary>
/// <param name="Count">All of them.</param>
/// <param name="Judged">Those old enough to have been used, of servers that tell the idle time.</param>
/// <param name="Unused">Those of the judged ones that nobody used after their first seconds, keep-alives apart.</param>
/// <param name="Untold">Those of servers that don't tell the idle time.</param>
internal readonly record struct Survivors(int Count, int Judged, int Unused, int Untold);
