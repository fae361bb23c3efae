using System.Globalization;
using RedisGuard.Pool.Tests.Doubles;
using RedisGuard.Pool.Tests.Servers;
using StackExchange.Redis;

namespace RedisGuard.Pool.Tests.Connections;

public sealed class TopologyTests
{
    private const string NotInstalled = "redis-server is not installed; clusters and sentinels need it.";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cluster_GoesThroughUnchanged()
    {
        Assert.SkipWhen(RedisProcess.Executable is null, NotInstalled);
        await using var cluster = await RedisCluster.StartAsync();
        await using var pool = new RedisPool(Pools.Options(options => options.Configuration = cluster.Configuration), new FakeLoggers());

        await UseAsync(pool);

        Assert.Equal(3, pool.GetConnection().GetServers().Length);
        Assert.All(pool.GetConnection().GetServers(), static server => Assert.Equal(ServerType.Cluster, server.ServerType));
    }

    [Fact]
    public async Task Sentinel_LeadsToItsPrimary()
    {
        Assert.SkipWhen(RedisProcess.Executable is null, NotInstalled);
        await using var primary = await RedisProcess.StartAsync();
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, string.Create(CultureInfo.InvariantCulture, $"sentinel monitor shop 127.0.0.1 {primary.Port} 1\n"), Cancel);
        await using var sentinel = await RedisProcess.StartSentinelAsync(file);
        await using var pool = new RedisPool(
            Pools.Options(options => options.Configuration = FormattableString.Invariant($"127.0.0.1:{sentinel.Port},serviceName=shop")), new FakeLoggers());

        await UseAsync(pool);

        Assert.Contains(pool.GetConnection().GetEndPoints(), endPoint => endPoint.ToString()!.EndsWith(FormattableString.Invariant($":{primary.Port}"), StringComparison.Ordinal));
        File.Delete(file);
    }

    private static async Task UseAsync(RedisPool pool)
    {
        var db = await pool.GetDatabaseAsync(Cancel);
        for (var i = 0; i < 50; i++)
        {
            await db.StringSetAsync(string.Create(CultureInfo.InvariantCulture, $"key-{i}"), i);
        }

        // Twice: what was used by typed commands alone, on every node, is used again.
        string? first = null;
        for (var turn = 0; turn < 2; turn++)
        {
            await using var lease = await pool.RentAsync(Cancel);
            var name = Assert.Single(pool.GetSnapshot().Leases).ClientName;
            Assert.Equal(first ??= name, name);
            for (var i = 0; i < 50; i++)
            {
                Assert.Equal(i, await lease.Database.StringGetAsync(string.Create(CultureInfo.InvariantCulture, $"key-{i}")));
            }
        }
    }
}
