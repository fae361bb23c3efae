using LeakyShop.Redis;
using StackExchange.Redis;

namespace LeakyShop.Catalogue;

internal static class LeakyCatalogue
{
    // A connection for each look at a product, and nobody closes it: the server keeps two sockets open for each until
    // the garbage collector happens to come by.
    public static async Task<string> FindAsync(int id, RedisAddress redis)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        return await Products.FindAsync(connection.GetDatabase(), id);
    }
}
