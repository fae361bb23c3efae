namespace RedisGuard.Dashboard.Pictures;

/// <summary>The clients of a server, and the limit on them.</summary>
internal sealed record ServerPicture(long Clients, long MaxClients);
