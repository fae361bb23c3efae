using RedisGuard.Pool.Sockets;

namespace RedisGuard.Pool.Healing;

/// <summary>A dead socket that was closed.</summary>
/// <param name="Socket">The socket.</param>
/// <param name="Owed">For how long it had owed an answer.</param>
internal readonly record struct HealedSocket(LedgerSocket Socket, TimeSpan Owed);
