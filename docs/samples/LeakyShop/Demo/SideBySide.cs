using LeakyShop.Redis;
using RedisGuard.Pool;

namespace LeakyShop.Demo;

/// <summary>The same load on both shops, and what the server and the pool had to say about each.</summary>
internal static class SideBySide
{
    // One connection, and the second socket that the library has for subscriptions.
    private const int SocketsOfThePool = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(WebApplication shop, RedisServer redis)
    {
        // A pool of its own: what watches the shop must not be counted with it.
        await using var observer = new RedisPool(new RedisPoolOptions { Name = ServerWatch.Name, Configuration = $"{redis.Configuration},allowAdmin=true" });
        var watch = new ServerWatch(observer);
        using var http = new HttpClient { BaseAddress = new Uri(shop.Urls.First()) };
        var leakyCustomers = new Customers(http, "leaky");
        var curedCustomers = new Customers(http, "cured");

        Console.WriteLine($"The same customers in the leaky shop, then in the cured one, on {redis.Name} …");
        var leaky = await Run.DriveAsync(leakyCustomers, watch);
        await CollectGarbageUntilAsync(async () => (await watch.ReadAsync()).Open <= SocketsOfThePool);
        var cured = await Run.DriveAsync(curedCustomers, watch);
        Report.Print(leaky, cured);

        Console.WriteLine("The nightly job rents a connection; the leaky one forgets to return it, and the pool logs:");
        await leakyCustomers.RunNightlyJobAsync();
        await curedCustomers.RunNightlyJobAsync();
        var pool = shop.Services.GetRequiredService<RedisPool>();
        await CollectGarbageUntilAsync(() => Task.FromResult(pool.GetSnapshot().Leaks.Count > 0));
    }

    // The collector comes by sooner or later; the sample doesn't wait for later.
    private static async Task CollectGarbageUntilAsync(Func<Task<bool>> condition)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var deadline = DateTime.UtcNow + Patience; DateTime.UtcNow < deadline && !await condition(); await pause.WaitForNextTickAsync())
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
