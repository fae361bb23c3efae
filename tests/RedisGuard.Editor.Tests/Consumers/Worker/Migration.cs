using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

public sealed class Migration : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var redis = await ConnectionMultiplexer.ConnectAsync(Server.Address);
        await redis.GetDatabase().StringSetAsync("version", 2);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
