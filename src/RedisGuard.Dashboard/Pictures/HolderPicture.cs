namespace RedisGuard.Dashboard.Pictures;

/// <summary>A line of code and the leases that it holds.</summary>
internal sealed record HolderPicture(SitePicture Site, int Leases, double Oldest);
