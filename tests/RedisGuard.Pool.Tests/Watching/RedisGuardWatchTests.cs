using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Watching;

public sealed class RedisGuardWatchTests(RedisFixture redis)
{
    [Fact]
    public async Task Start_SeesWhatIsOpenedFromThenOn()
    {
        Assert.True(RedisGuardWatch.Start());
        Assert.True(RedisGuardWatch.IsOn);
        await OpenAndCloseAsync();
        var site = Assert.Single(RedisGuardWatch.GetSites(), static site => site.Site.Member.EndsWith("RedisGuardWatchTests.OpenAndCloseAsync", StringComparison.Ordinal));
        Assert.Equal((1, 1, 0, 0), (site.Opened, site.Closed, site.Leaked, site.Open));
        Assert.EndsWith("RedisGuardWatchTests.cs", site.Site.FilePath, StringComparison.Ordinal);
    }

    private async Task OpenAndCloseAsync()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.Configuration);
        await connection.GetDatabase().PingAsync();
    }
}
