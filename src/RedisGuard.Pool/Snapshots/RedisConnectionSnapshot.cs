namespace RedisGuard.Pool;

/// <summary>A connection of a pool at one moment.</summary>
/// <param name="ClientName">Its name on the server's client list; empty while it is being opened.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="State">What it is doing.</param>
/// <param name="IsReady">Whether commands would be sent now.</param>
/// <param name="Outstanding">Commands without a reply yet.</param>
/// <param name="Sockets">The sockets that it has open: with RESP2 one for commands and one for subscriptions to each node.</param>
/// <param name="SocketsOpened">The sockets that it has opened so far. Each that it has no longer open was lost, and another took its place.</param>
/// <param name="Age">Since it was opened.</param>
public sealed record RedisConnectionSnapshot(
    string ClientName, RedisConnectionKind Kind, RedisConnectionState State, bool IsReady, long Outstanding, long Sockets, long SocketsOpened, TimeSpan Age);
