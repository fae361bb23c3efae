using RedisGuard.Pool;
using StackExchange.Redis;

public static class News
{
    public static async Task PrintAsync(RedisPool pool, CancellationToken token)
    {
        var subscriber = pool.GetConnection().GetSubscriber();
        try
        {
            var queue = await subscriber.SubscribeAsync(RedisChannel.Literal("news"));
            await foreach (var message in queue.WithCancellation(token))
            {
                Console.WriteLine(message.Message);
            }
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("enough");
        }
    }
}
