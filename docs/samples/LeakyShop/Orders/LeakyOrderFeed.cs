using RedisGuard.Pool;
using StackExchange.Redis;

namespace LeakyShop.Orders;

internal static class LeakyOrderFeed
{
    // A subscription for each order, read once and left standing: the connection is shared and well, but it goes on
    // collecting every customer's messages for a queue that nobody reads any more.
    public static async Task<string?> PlaceAsync(string customer, RedisPool pool, CancellationToken cancellation)
    {
        var connection = await pool.GetConnectionAsync(cancellation);
        var feed = await connection.GetSubscriber().SubscribeAsync(RedisChannel.Literal($"leaky:orders:{customer}"));

        await Warehouse.ConfirmAsync(connection, feed.Channel, customer);
        return (await feed.ReadAsync(cancellation)).Message;
    }
}
