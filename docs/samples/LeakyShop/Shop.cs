using LeakyShop.Basket;
using LeakyShop.Catalogue;
using LeakyShop.NightlyJob;
using LeakyShop.Orders;
using LeakyShop.Redis;
using RedisGuard.Pool;

namespace LeakyShop;

internal static class Shop
{
    /// <summary>A shop on a free loopback port: each route under /leaky has its cure under /cured.</summary>
    public static WebApplication Build(string redis)
    {
        var builder = WebApplication.CreateSlimBuilder();
        // Aspire says where to listen.
        if (builder.Configuration["ASPNETCORE_URLS"] is null or "")
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        }

        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(new RedisAddress(redis));
        // One pool for the whole shop, closed with it.
        builder.Services.AddRedisGuard(pool =>
        {
            pool.Name = "shop";
            pool.Configuration = redis;
            pool.MaxConnections = 10;
        });

        var shop = builder.Build();
        // The shop listens on the loopback alone; a real one would say .RequireAuthorization(…).
        shop.MapRedisGuard("/redisguard").AllowAnonymous();
        shop.MapGet("/", () => Results.Content(FrontPage.Html, "text/html"));

        var leaky = shop.MapGroup("/leaky");
        leaky.MapGet("/catalogue/{id:int}", LeakyCatalogue.FindAsync);
        leaky.MapPost("/basket/{customer}/{item:int}", LeakyBasket.AddAsync);
        leaky.MapGet("/basket/{customer}", LeakyBasket.ItemsAsync);
        leaky.MapPost("/orders/{customer}", LeakyOrderFeed.PlaceAsync);
        leaky.MapPost("/nightly-job", LeakyNightlyJob.RunAsync);

        var cured = shop.MapGroup("/cured");
        cured.MapGet("/catalogue/{id:int}", CuredCatalogue.FindAsync);
        cured.MapPost("/basket/{customer}/{item:int}", CuredBasket.AddAsync);
        cured.MapGet("/basket/{customer}", CuredBasket.ItemsAsync);
        cured.MapPost("/orders/{customer}", CuredOrderFeed.PlaceAsync);
        cured.MapPost("/nightly-job", CuredNightlyJob.RunAsync);
        return shop;
    }
}
