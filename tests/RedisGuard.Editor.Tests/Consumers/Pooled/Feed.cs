using RedisGuard.Pool;
using StackExchange.Redis;

public sealed class Feed(RedisPool pool) : IAsyncDisposable
{
    private readonly ISubscriber _subscriber = pool.GetConnection().GetSubscriber();
    private int _count;

    public async Task StartAsync()
    {
        await _subscriber.SubscribeAsync(RedisChannel.Literal("news"), (channel, value) => _count++);
        await pool.GetDatabase().PingAsync();
    }

    public ValueTask DisposeAsync()
    {
        Console.WriteLine(_count);
        return ValueTask.CompletedTask;
    }
}
