namespace RedisGuard.Dashboard.Pictures;

/// <summary>A subscription, and what waits for its handler.</summary>
internal sealed record SubscriptionPicture(string Channel, SitePicture Site, int Pending, long Dropped, long Gaps);
