namespace RedisGuard.Dashboard.Pictures;

/// <summary>A connection of a pool.</summary>
internal sealed record ConnectionPicture(string Client, string Kind, string State, bool IsReady, long Outstanding, long Sockets, long SocketsOpened, double Age);
