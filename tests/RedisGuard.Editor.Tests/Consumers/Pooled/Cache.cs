using StackExchange.Redis;

public static class Cache
{
    private static ConnectionMultiplexer? s_redis;

    public static ConnectionMultiplexer Connection
    {
        get
        {
            // first time?
            if (s_redis == null)
            {
                s_redis = ConnectionMultiplexer.Connect(Server.Address);
            }

            return s_redis;
        }
    }
}
