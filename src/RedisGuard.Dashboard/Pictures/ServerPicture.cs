namespace RedisGuard.Dashboard.Pictures;

/// <summary>How many clients a server has and lets in.</summary>
internal sealed record ServerPicture(long Clients, long MaxClients);
