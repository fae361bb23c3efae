using RedisGuard.Pool;
using StackExchange.Redis;

namespace LeakyShop.Orders;

internal static class CuredOrderFeed
{
    // The pool's subscription ends with the using, on every way out, and takes nobody else's on the channel along.
    public static async Task<string?> PlaceAsync(string customer, RedisPool pool, CancellationToken cancellation)
    {
        var confirmation = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var feed = await pool.SubscribeAsync(
            RedisChannel.Literal($"cured:orders:{customer}"),
            message => confirmation.TrySetResult(message.Value),
            cancellationToken: cancellation);

        await Warehouse.ConfirmAsync(await pool.GetConnectionAsync(cancellation), feed.Channel, customer);
        return await confirmation.Task.WaitAsync(cancellation);
    }
}
