using RedisGuard.Pool;

namespace LeakyShop.Catalogue;

internal static class CuredCatalogue
{
    // The pool's one shared connection serves all requests at once: there is nothing to close, so nothing to forget.
    public static async Task<string> FindAsync(int id, RedisPool pool)
        => await Products.FindAsync(await pool.GetDatabaseAsync(), id);
}
