namespace RedisGuard.Dashboard.Pictures;

/// <summary>Every connection of the process, as far as the watch saw it.</summary>
internal sealed record WatchPicture(bool IsOn, int Open, IReadOnlyList<WatchedSitePicture> Sites, IReadOnlyList<WatchedServerPicture> Servers);
