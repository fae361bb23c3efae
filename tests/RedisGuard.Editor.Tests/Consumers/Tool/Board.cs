using StackExchange.Redis;

public sealed class Board : IDisposable
{
    private int _count;

    public Board(ISubscriber subscriber)
    {
        subscriber.Subscribe(RedisChannel.Literal("news"), (channel, value) => _count++);
    }

    public int Count => _count;

    public void Dispose() => Console.WriteLine("closed");
}
