namespace RedisGuard.Pool;

/// <summary>One line of the process and the connections that it opened, as <see cref="RedisGuardWatch"/> saw them.</summary>
/// <param name="Site">The line. Its member is told with namespace and type; it is empty for what was opened before the watch or past it.</param>
/// <param name="Via">The library that opened them for the member, type and method; <see langword="null"/> for none.</param>
/// <param name="Opened">How many it opened.</param>
/// <param name="Closed">How many of them were closed.</param>
/// <param name="Leaked">How many of them were collected without having been closed: proof.</param>
/// <param name="Open">How many of them are open.</param>
/// <param name="IsChurning">Whether it opened and closed at least 10 within a minute, half of which lived less than 5 s.</param>
public sealed record RedisWatchedSite(RedisCallSite Site, string? Via, long Opened, long Closed, long Leaked, int Open, bool IsChurning);
