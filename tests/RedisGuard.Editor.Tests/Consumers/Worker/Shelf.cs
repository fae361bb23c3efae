using StackExchange.Redis;

// Not disposable yet.
public sealed class Shelf
{
    private readonly ConnectionMultiplexer _redis = ConnectionMultiplexer.Connect(Server.Address);

    public string? Read(string key) => _redis.GetDatabase().StringGet(key);
}
