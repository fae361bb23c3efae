using StackExchange.Redis;

public sealed class PriceView(ISubscriber subscriber) : IDisposable
{
    private static readonly RedisChannel s_prices = RedisChannel.Literal("prices");

    public string? Price { get; private set; }

    public void Start() => subscriber.Subscribe(s_prices, (channel, price) => Price = price);

    public void Dispose() => subscriber.Unsubscribe(s_prices, (channel, price) => Price = price);
}
