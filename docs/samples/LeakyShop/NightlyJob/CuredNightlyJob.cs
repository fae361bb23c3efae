using LeakyShop.Orders;
using RedisGuard.Pool;

namespace LeakyShop.NightlyJob;

internal static class CuredNightlyJob
{
    public static async Task<string> RunAsync(RedisPool pool, CancellationToken cancellation)
    {
        await using var lease = await pool.RentAsync(cancellation);
        return $"billed {await Warehouse.NextOrderAsync(lease.Database)}";
    }
}
