namespace RedisGuard.Dashboard.Pictures;

/// <summary>A server and the open connections of the process to it.</summary>
internal sealed record WatchedServerPicture(string Server, int Connections);
