using StackExchange.Redis;

namespace RedisGuard.Pool;

/// <summary>Messages of a subscription may have been missed.</summary>
/// <param name="Channel">The channel or pattern of the subscription.</param>
/// <param name="Cause">What caused it; the last one, when there were several before the handler could be told.</param>
public readonly record struct RedisSubscriptionGap(RedisChannel Channel, RedisGapCause Cause);
