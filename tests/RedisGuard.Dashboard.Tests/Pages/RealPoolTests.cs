using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RedisGuard.Dashboard.Tests.Browser;
using RedisGuard.Pool;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Dashboard.Tests.Pages;

/// <summary>The page beside a real pool and a real server.</summary>
public sealed class RealPoolTests(Chromium browser)
{
    [Fact]
    public async Task LifeOfAPool_IsOnThePage()
    {
        Assert.True(RedisProcess.Executable is not null, "redis-server isn't installed: apt-get install redis-server");
        await using var server = await RedisProcess.StartAsync();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddRedisGuard(options =>
        {
            options.Configuration = $"127.0.0.1:{server.Port}";
            options.Name = "page-test";
        });
        await using var application = builder.Build();
        application.MapRedisGuard();
        await application.StartAsync(TestContext.Current.CancellationToken);
        var pool = application.Services.GetRequiredService<RedisPool>();
        await using var tab = await browser.OpenAsync(application.Urls.First() + "/redisguard");

        await tab.ShowsAsync("Healthy: ");
        await tab.ShowsAsync("page-test");
        await tab.UntilAsync("return /[0-9]+ of 10,000/.test(document.body.innerText)");

        await using var subscription = await pool.SubscribeAsync(RedisChannel.Literal("orders"), static _ => { }, cancellationToken: TestContext.Current.CancellationToken);
        await using (var lease = await pool.RentAsync(TestContext.Current.CancellationToken))
        {
            await tab.ShowsAsync("1 leased");
            await tab.ShowsAsync("RealPoolTests.cs:");
            await tab.ShowsAsync("orders");
        }

        await LoseAsync(pool);
        await Eventually.TrueAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return pool.GetSnapshot().Leaks.Count > 0;
        });
        await tab.ShowsAsync("Leaking: RealPoolTests.cs:");

        await server.KillAsync();
        await tab.ShowsAsync("Server gone: ");
        await server.RestartAsync();
        await tab.ShowsAsync("Leaking: RealPoolTests.cs:");
        Assert.Empty(tab.Complaints);
    }

    private static async Task LoseAsync(RedisPool pool)
    {
        var lease = await pool.RentAsync(TestContext.Current.CancellationToken);
        await lease.Database.PingAsync();
    }
}
