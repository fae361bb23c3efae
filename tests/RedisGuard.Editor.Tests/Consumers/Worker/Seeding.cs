using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

public sealed class Seeding : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        using var redis = ConnectionMultiplexer.Connect(Server.Address);
        return redis.GetDatabase().StringSetAsync("seeded", 1);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
