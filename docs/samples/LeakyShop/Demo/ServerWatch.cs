using RedisGuard.Pool;
using StackExchange.Redis;

namespace LeakyShop.Demo;

/// <summary>Asks the server itself: it is the one that runs out of connections.</summary>
internal sealed class ServerWatch(RedisPool observer)
{
    /// <summary>The name of the pool that watches: what it opens isn't counted.</summary>
    public const string Name = "observer";

    public async Task<Reading> ReadAsync()
    {
        var connection = await observer.GetConnectionAsync();
        var server = connection.GetServer(connection.GetEndPoints()[0]);
        var clients = await server.ClientListAsync();
        var channels = await server.SubscriptionChannelsAsync(RedisChannel.Pattern("*:orders:*"));
        // Client ids count up, so the newest one says how many connections there have ever been.
        return new Reading(clients.Count(c => c.Name?.Contains($":{Name}:", StringComparison.Ordinal) != true), clients.Max(c => c.Id), channels.Length);
    }
}
