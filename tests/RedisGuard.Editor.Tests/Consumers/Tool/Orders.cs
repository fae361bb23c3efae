using StackExchange.Redis;

public class Orders
{
    // One for each call.
    public string? Read(string key)
    {
        using var redis = ConnectionMultiplexer.Connect(Server.Address);
        return redis.GetDatabase().StringGet(key);
    }
}
