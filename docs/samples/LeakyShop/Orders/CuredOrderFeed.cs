using RedisGuard.Pool;
using StackExchange.Redis;

namespace LeakyShop.Orders;

internal static class CuredOrderFeed
{
    // The queue's own Unsubscribe in a finally: on every way out, and nobody else's subscription is touched.
    public static async Task<string?> PlaceAsync(string customer, RedisPool pool, CancellationToken cancellation)
    {
        var connection = await pool.GetConnectionAsync(cancellation);
        var feed = await connection.GetSubscriber().SubscribeAsync(RedisChannel.Literal($"cured:orders:{customer}"));
        try
        {
            await Warehouse.ConfirmAsync(connection, feed.Channel, customer);
            return (await feed.ReadAsync(cancellation)).Message;
        }
        finally
        {
            await feed.UnsubscribeAsync();
        }
    }
}
