using LeakyShop;
using LeakyShop.Demo;
using LeakyShop.Redis;

// Two shops in one, doing the same work: /leaky loses connections in every way the rules know, /cured keeps them.
//
//   dotnet run --project docs/samples/LeakyShop              drives both and prints what the server saw
//   dotnet run --project docs/samples/LeakyShop -- --serve   stays open, to click through
using var redis = RedisServer.Open();
await using var shop = Shop.Build(redis.Configuration);
await shop.StartAsync();

if (args.Contains("--serve"))
{
    Console.WriteLine($"The shop is open at {shop.Urls.First()}, RedisGuard's page at {shop.Urls.First()}/redisguard, its Redis is {redis.Name}. Ctrl+C closes it.");
    await shop.WaitForShutdownAsync();
}
else
{
    await SideBySide.RunAsync(shop, redis);
}
