using StackExchange.Redis;

public class Basket(IConnectionMultiplexer redis)
{
    public long Count(string id)
    {
        using (redis)
        {
            return redis.GetDatabase().StringLength(id);
        }
    }
}
