using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Resilience;

public sealed class ReconnectAttemptsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LostServer_IsTriedAgainByThePool()
    {
        var server = await RedisFixture.StartAsync();
        await using var pool = new RedisPool(
            Pools.Options(options =>
            {
                options.Configuration = server.Configuration;
                options.MaxReconnectAttempts = 0;
                options.BackoffMax = TimeSpan.FromMilliseconds(1);
            }),
            new FakeLoggers());
        await pool.GetDatabase().PingAsync();
        Assert.Equal(0, pool.GetSnapshot().ReconnectAttempts);

        await server.DisposeAsync();

        await Eventually.TrueAsync(() => pool.GetSnapshot().ReconnectAttempts > 1);
    }
}
