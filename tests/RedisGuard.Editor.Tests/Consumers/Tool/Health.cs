using StackExchange.Redis;

public sealed class Health : IDisposable
{
    private readonly IConnectionMultiplexer _redis;

    public Health(IConnectionMultiplexer redis)
    {
        _redis = redis;
        _redis.ConnectionFailed += OnFailed;
    }

    public int Failures { get; private set; }

    public void Dispose() => Console.WriteLine("closed");

    private void OnFailed(object? sender, ConnectionFailedEventArgs failure) => Failures++;
}
