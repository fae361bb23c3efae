using RedisGuard.Pool;

namespace LeakyShop.Basket;

internal static class CuredBasket
{
    public static async Task<long> AddAsync(string customer, int item, RedisPool pool)
    {
        var database = await pool.GetDatabaseAsync();
        return await database.ListRightPushAsync($"basket:{customer}", item);
    }

    public static async Task<int[]> ItemsAsync(string customer, RedisPool pool)
    {
        var database = await pool.GetDatabaseAsync();
        var items = await database.ListRangeAsync($"basket:{customer}", 0, 9);
        return [.. items.Select(i => (int)i)];
    }
}
