using StackExchange.Redis;

public sealed class Store : IDisposable
{
    private readonly ConnectionMultiplexer _redis = ConnectionMultiplexer.Connect(Server.Address);

    internal IConnectionMultiplexer Connection => _redis;

    public string? Read(string key) => _redis.GetDatabase().StringGet(key);

    public void Dispose()
    {
        Console.WriteLine("bye");
    }
}
