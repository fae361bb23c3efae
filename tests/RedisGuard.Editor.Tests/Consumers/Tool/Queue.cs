using StackExchange.Redis;

public static class Queue
{
    public static async Task<int> CountAsync(ISubscriber subscriber, CancellationToken token)
    {
        int count = 0;
        var queue = await subscriber.SubscribeAsync(RedisChannel.Literal("feed"));
        try
        {
            await foreach (var message in queue.WithCancellation(token))
            {
                count++;
            }
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("enough");
        }

        return count;
    }
}
