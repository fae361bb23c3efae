using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

public sealed class Listener : BackgroundService
{
    private readonly IConnectionMultiplexer _redis;

    public Listener(Store store)
    {
        _redis = store.Connection;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var queue = await _redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("jobs"));
        await foreach (var message in queue)
        {
            Console.WriteLine(message.Message);
        }
    }
}
