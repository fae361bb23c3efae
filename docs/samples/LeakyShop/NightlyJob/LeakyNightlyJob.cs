using LeakyShop.Orders;
using RedisGuard.Pool;

namespace LeakyShop.NightlyJob;

internal static class LeakyNightlyJob
{
    // Waiting for an order blocks a connection, so the job rightly rents one for itself, but never gives it back. The pool
    // notices when the lease is collected, closes the connection, and names the line below in a warning.
    public static async Task<string> RunAsync(RedisPool pool, CancellationToken cancellation)
    {
        var lease = await pool.RentAsync(cancellation);
        return $"billed {await Warehouse.NextOrderAsync(lease.Database)}";
    }
}
