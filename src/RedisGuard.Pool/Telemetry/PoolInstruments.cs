using StackExchange.Redis;

namespace RedisGuard.Pool.Telemetry;

internal static class PoolInstruments
{
    public static void HandlerFailed(RedisChannel channel)
    {
    }

    public static void MessageDropped(RedisChannel channel)
    {
    }
}
