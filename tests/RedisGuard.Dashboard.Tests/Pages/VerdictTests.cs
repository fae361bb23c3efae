using RedisGuard.Dashboard.Pictures;
using RedisGuard.Pool;
using RedisGuard.Pool.Tests.Servers;

namespace RedisGuard.Dashboard.Tests.Pages;

/// <summary>The first line of the page.</summary>
public sealed class VerdictTests
{
    [Fact]
    public async Task LeakBeforeAnybodyLooked_IsNotForgotten()
    {
        Assert.True(RedisProcess.Executable is not null, "redis-server isn't installed: apt-get install redis-server");
        await using var server = await RedisProcess.StartAsync();
        await using var pool = new RedisPool(new RedisPoolOptions { Configuration = $"127.0.0.1:{server.Port}" });
        await pool.GetDatabaseAsync(TestContext.Current.CancellationToken);
        var now = DateTimeOffset.UnixEpoch;
        var leak = new LeakPicture(nameof(RedisLeakKind.Lease), new SitePicture("Checkout.cs:41", "/src/Checkout.cs", "Checkout.Pay"), Count: 12, Recent: 0, LastAt: null, "RG3009");
        var watch = new WatchPicture(IsOn: false, Open: 0, [], []);

        var verdict = Verdict.Of([new PoolStanding(pool.GetSnapshot(), [leak], LastLeakAt: null, now - TimeSpan.FromMinutes(20), RecentHealings: 0)], watch, now);

        Assert.Equal("Healthy: 1 connection, nothing leaked in 20 min; 12 leaks before that.", verdict.Text);
    }
}
