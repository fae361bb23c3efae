using StackExchange.Redis;

public static class Store
{
    private static ConnectionMultiplexer? s_redis;

    public static string? Read(string key)
    {
        if (s_redis == null || !s_redis.IsConnected)
        {
            s_redis = ConnectionMultiplexer.Connect(Server.Address);
        }

        return s_redis.GetDatabase().StringGet(key);
    }
}
