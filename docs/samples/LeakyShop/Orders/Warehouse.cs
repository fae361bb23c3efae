using StackExchange.Redis;

namespace LeakyShop.Orders;

/// <summary>Takes orders on, says so on the customer's channel, and hands them to the nightly job.</summary>
internal static class Warehouse
{
    private const string Backlog = "orders:today";

    public static async Task ConfirmAsync(IConnectionMultiplexer connection, RedisChannel channel, string customer)
    {
        var number = await connection.GetDatabase().ListRightPushAsync(Backlog, customer);
        await connection.GetSubscriber().PublishAsync(channel, $"order {number} of {customer} is confirmed");
    }

    /// <summary>Waits up to a second on the server for an order; needs a connection that nobody else waits on.</summary>
    public static async Task<string?> NextOrderAsync(IDatabase dedicated)
    {
        var reply = await dedicated.ExecuteAsync("BLPOP", Backlog, "1");
        return reply.IsNull ? null : (string?)reply[1];
    }
}
