using StackExchange.Redis;

public class Mail(ISubscriber subscriber, IDatabase db)
{
    public void Start() => subscriber.Subscribe(RedisChannel.Literal("mail"), async (channel, id) => await db.StringIncrementAsync((string?)id));
}
