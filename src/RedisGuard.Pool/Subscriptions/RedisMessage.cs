using StackExchange.Redis;

namespace RedisGuard.Pool;

/// <summary>A published message.</summary>
/// <param name="Channel">The channel that it was published to; with a pattern, the one that matched.</param>
/// <param name="Value">What was published.</param>
public readonly record struct RedisMessage(RedisChannel Channel, RedisValue Value);
