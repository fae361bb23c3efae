using StackExchange.Redis;

namespace LeakyShop.Catalogue;

/// <summary>What the shop sells, kept in Redis once somebody asked for it.</summary>
internal static class Products
{
    private static readonly string[] Names = ["teapot", "kettle", "cup", "saucer", "spoon", "tray", "strainer", "caddy", "cosy", "timer"];

    public static async Task<string> FindAsync(IDatabase database, int id)
    {
        var key = $"product:{id}";
        string? name = await database.StringGetAsync(key);
        if (name is null)
        {
            name = Names[id % Names.Length];
            await database.StringSetAsync(key, name);
        }

        return name;
    }
}
