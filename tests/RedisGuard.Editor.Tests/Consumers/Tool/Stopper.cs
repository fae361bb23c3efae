using StackExchange.Redis;

public class Stopper(ISubscriber subscriber)
{
    private bool _on;

    public void Toggle()
    {
        if (_on)
        {
            subscriber.Unsubscribe(RedisChannel.Literal("orders"));
        }
        else
        {
            subscriber.Subscribe(RedisChannel.Literal("orders"), OnOrder);
        }

        _on = !_on;
    }

    private void OnOrder(RedisChannel channel, RedisValue order) => Console.WriteLine(order);
}
