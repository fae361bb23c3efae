using LeakyShop.Redis;
using StackExchange.Redis;

namespace LeakyShop.Basket;

internal static class LeakyBasket
{
    // Closed, but per call: each request pays for connecting, and the server sees connections come and go (churn).
    public static async Task<long> AddAsync(string customer, int item, RedisAddress redis)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        return await connection.GetDatabase().ListRightPushAsync($"basket:{customer}", item);
    }

    // The chain keeps the database and throws its connection away: nobody could close it if they wanted to.
    public static async Task<int[]> ItemsAsync(string customer, RedisAddress redis)
    {
        var database = (await ConnectionMultiplexer.ConnectAsync(redis.Configuration)).GetDatabase();
        var items = await database.ListRangeAsync($"basket:{customer}", 0, 9);
        return [.. items.Select(i => (int)i)];
    }
}
