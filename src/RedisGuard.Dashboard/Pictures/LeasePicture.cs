namespace RedisGuard.Dashboard.Pictures;

/// <summary>A lease that is held.</summary>
internal sealed record LeasePicture(SitePicture Site, double Held, string Client, long Outstanding);
