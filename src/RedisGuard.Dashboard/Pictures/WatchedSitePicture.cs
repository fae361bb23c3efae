namespace RedisGuard.Dashboard.Pictures;

/// <summary>A line of the process and the connections that it opened.</summary>
internal sealed record WatchedSitePicture(SitePicture Site, string? Via, long Opened, long Closed, long Leaked, int Open, bool IsChurning);
